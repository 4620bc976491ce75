/*
 * node --import: runs our TypeScript under plain Node, with the alias `@/` and without file endings, as bundlers allow.
 */
import { existsSync, statSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "server-only")
      return next(`${pathToFileURL(root).href}scripts/empty-module.mjs`, context);
    const ours = specifier.startsWith("@/")
      ? root + specifier.slice(2)
      : /^\.{1,2}\//.test(specifier) &&
          context.parentURL?.startsWith("file:") &&
          !inPackage(context.parentURL)
        ? fileURLToPath(new URL(specifier, context.parentURL))
        : null;
    const file =
      ours && [ours, `${ours}.ts`, `${ours}.tsx`].find((path) => existsSync(path) && statSync(path).isFile());
    if (!file) return next(specifier, context);
    const json = file.endsWith(".json") ? { importAttributes: { type: "json" } } : {};
    return next(pathToFileURL(file).href, { ...context, ...json });
  },
});

function inPackage(url) {
  return url.includes("/node_modules/");
}
