/*
 * Which way imports point, who may know the clock, and what an endpoint file may export. Part of npm test.
 */
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const pure = ["lib/access/", "lib/time/", "lib/import/"];
const words = ["lib/errors", "lib/result"];
const server = ["lib/env", "lib/log", "lib/redact", "lib/variables"];
const speakToNuki = ["lib/operations/", "lib/device-settings/", "lib/webhooks/", "lib/bridges/"];

/**
 * Each file is held to every row whose `from` fits and whose `except` does not: it may import only `only`, never `never` (`but` some of it).
 * Entries are paths of ours (a folder ends in a slash); `pkg:` names packages,
 * which are all free where `only` has none or the row says so.
 */
export const zones = [
  { from: ["lib/"], never: ["app/", "components/"] },
  { from: ["components/"], never: ["app/", "pkg:node:", "pkg:drizzle-orm"] },
  {
    from: ["components/"],
    only: ["components/", "lib/access/", "lib/time/", "lib/i18n/", "lib/auth/permissions", ...words],
  },
  {
    from: ["app/"],
    except: ["app/api/"],
    never: ["lib/db/", "lib/nuki/", "lib/sync/", "lib/jobs/", "lib/runtime", "pkg:drizzle-orm", "pkg:pg"],
    typesAreFree: true,
  },
  { from: ["lib/access/"], only: ["lib/access/", "lib/time/", "pkg:temporal-polyfill"] },
  { from: ["lib/time/"], only: ["lib/time/", "lib/access/", "pkg:temporal-polyfill"] },
  { from: ["lib/import/"], only: ["lib/import/", "lib/access/", "lib/time/", "pkg:papaparse", "pkg:zod"] },
  {
    from: ["lib/nuki/simulator/"],
    only: ["lib/nuki/simulator/", "pkg:node:", "pkg:hono", "pkg:@hono/node-server", "pkg:tweetnacl"],
  },
  { from: ["app/", "components/", "lib/"], except: ["lib/nuki/simulator/"], never: ["lib/nuki/simulator/"] },
  {
    from: ["lib/nuki/"],
    except: ["lib/nuki/simulator/"],
    only: ["lib/nuki/", "lib/access/", "lib/time/", ...server, ...words],
    packagesAreFree: true,
  },
  {
    from: ["lib/db/"],
    only: ["lib/db/", "lib/access/types", "lib/time/", "lib/auth/permissions", ...server, ...words],
    packagesAreFree: true,
  },
  { from: ["lib/jobs/queue"], only: ["lib/db/", ...server, ...words], packagesAreFree: true },
  { from: ["lib/sync/"], never: ["lib/jobs/registry", "lib/jobs/worker", "lib/runtime", "lib/action"] },
  {
    from: ["lib/"],
    except: [
      "lib/jobs/",
      "lib/runtime",
      "lib/sync/",
      "lib/demo/",
      "lib/accounts/",
      "lib/keypads/",
      "lib/staff/codes",
      ...speakToNuki,
    ],
    never: ["lib/sync/", "lib/demo/", "lib/jobs/registry", "lib/jobs/worker", "lib/runtime"],
  },
  // They write what is not an authorization: a press on a door, its settings, its webhooks.
  {
    from: speakToNuki,
    never: ["lib/sync/", "lib/demo/", "lib/jobs/registry", "lib/jobs/worker", "lib/runtime"],
    but: ["lib/sync/connector", "lib/sync/context"],
  },
  // Testing a connection is what a person waits for, so it does not go through the queue.
  {
    from: ["lib/accounts/"],
    never: ["lib/sync/", "lib/jobs/registry", "lib/jobs/worker", "lib/runtime"],
    but: ["lib/sync/probe"],
  },
  // What taking over a code does is previewed by doing it and taking it back, so it cannot wait for a job.
  {
    from: ["lib/keypads/"],
    never: ["lib/sync/", "lib/demo/", "lib/jobs/registry", "lib/jobs/worker", "lib/runtime"],
    but: ["lib/sync/adopt"],
  },
  // A rotation sets codes aside in the transaction that replaces them, so that its preview shows what it does.
  {
    from: ["lib/staff/codes"],
    never: ["lib/sync/", "lib/demo/", "lib/jobs/registry", "lib/jobs/worker", "lib/runtime"],
    but: ["lib/sync/set-aside"],
  },
  { from: ["lib/db/", "lib/access/", "lib/time/", "lib/nuki/", "lib/i18n/"], never: ["lib/action"] },
];

const tests = /\.(test|itest|bench)\.(ts|tsx)$/;
const testSupport = /(^|\/)(testing|sample-[\w-]+)(\.ts)?$/;
const mustBeServerOnly = ["lib/env.ts", "lib/db/connection.ts", "lib/nuki/http.ts", "lib/auth/session.ts"];
/** Drizzle wants all tables in one module. */
const reexportsOnPurpose = ["lib/db/schema.ts"];
const impure = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.|\bperformance\.now\b|\bcrypto\./;
const nodeModules = new Set(builtinModules);

/** All violations of `files`, a map of project path to text, as lines `path: what is wrong`. */
export function checkImports(files) {
  return [...files]
    .filter(([path]) => !tests.test(path) && !testSupport.test(path))
    .flatMap(([path, text]) => {
      const code = withoutComments(text);
      return [
        ...importsOf(path, code).flatMap((found) => checkImport(path, found)),
        ...checkPure(path, code),
        ...checkEndpoints(code),
        ...checkBarrel(path, code),
        ...checkSchema(path, code),
        ...(mustBeServerOnly.includes(path) && !code.includes('import "server-only"')
          ? ['must import "server-only"']
          : []),
      ].map((problem) => `${path}: ${problem}`);
    });
}

function checkImport(path, { target, typeOnly }) {
  if (testSupport.test(target)) return [`must not import ${target}, which is for tests`];
  return zones
    .filter((zone) => fits(zone.from, path) && !fits(zone.except ?? [], path))
    .filter((zone) => !isAllowed(zone, target, typeOnly))
    .map(
      (zone) =>
        `must not import ${target} (${zone.from.join(", ")} ${zone.only ? "knows less" : "never does"})`,
    );
}

function isAllowed(zone, target, typeOnly) {
  if (typeOnly && zone.typesAreFree) return true;
  if (zone.never) return !fits(zone.never, target) || fits(zone.but ?? [], target);
  const packagesAreFree = zone.packagesAreFree || !zone.only.some((entry) => entry.startsWith("pkg:"));
  if (target.startsWith("pkg:") && packagesAreFree) return true;
  return fits(zone.only, target);
}

function checkPure(path, code) {
  const found = fits(pure, path) && code.match(impure);
  return found ? [`is pure: ${found[0].trim()} must be an argument`] : [];
}

function checkEndpoints(code) {
  if (!/^\s*["']use server["']/.test(code)) return [];
  const exported = [...code.matchAll(/^export\s+(.*)$/gm)].map((match) => match[1] ?? "");
  return exported
    .filter((rest) => !/^type\b|^interface\b/.test(rest))
    .filter((rest) => !/^(const|async function) \w+Action\b/.test(rest))
    .map((rest) => `every export is an endpoint and must be an action: export ${rest}`);
}

function checkBarrel(path, code) {
  if (reexportsOnPurpose.includes(path)) return [];
  const rest = code.replace(
    /^export\s+(type\s+)?(\*|\{[^}]*\})(\s+as\s+\w+)?\s+from\s+["'][^"']+["'];?/gm,
    "",
  );
  return rest !== code && rest.trim() === "" ? ["is a barrel: import from where the thing lives"] : [];
}

/** A noun's schema.ts is for both sides of the wire. */
function checkSchema(path, code) {
  if (!/^lib\/[\w-]+\/schema\.ts$/.test(path) || path === "lib/db/schema.ts") return [];
  const may = ["pkg:zod", "lib/access/", "lib/time/", ...words];
  return importsOf(path, code)
    .filter(
      ({ target, typeOnly }) => !typeOnly && !fits(may, target) && !/^lib\/[\w-]+\/schema$/.test(target),
    )
    .map(({ target }) => `is for both sides of the wire and must not import ${target}`);
}

function importsOf(path, code) {
  const statements = /^\s*(?:import|export)\s+(type\s)?(?:[\w*{][^;"']*?\sfrom\s+)?["']([^"']+)["']/gm;
  const calls = /\b(?:import|require)\(\s*["']([^"']+)["']/g;
  return [
    ...[...code.matchAll(statements)].map((m) => ({ specifier: m[2], typeOnly: Boolean(m[1]) })),
    ...[...code.matchAll(calls)].map((m) => ({ specifier: m[1], typeOnly: false })),
  ].map(({ specifier, typeOnly }) => ({ target: targetOf(path, specifier), typeOnly }));
}

function targetOf(path, specifier) {
  const bare = (name) => name.replace(/\.(ts|tsx|mjs|js)$/, "");
  if (specifier.startsWith("@/")) return bare(specifier.slice(2));
  if (specifier.startsWith(".")) return bare(posix.join(posix.dirname(path), specifier));
  return nodeModules.has(specifier) ? `pkg:node:${specifier}` : `pkg:${specifier}`;
}

function fits(entries, path) {
  return entries.some((entry) =>
    entry.endsWith("/") || entry.endsWith(":")
      ? path.startsWith(entry)
      : path === entry || path.startsWith(`${entry}/`) || path.startsWith(`${entry}.`),
  );
}

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$|(?<=[\s;{(,])\/\/ .*$/gm, "");
}

function readProject(root) {
  const files = new Map();
  const add = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) add(path);
      else if (/\.(ts|tsx)$/.test(entry.name)) {
        files.set(path.split(sep).join("/"), readFileSync(join(root, path), "utf8"));
      }
    }
  };
  for (const folder of ["app", "components", "lib"]) add(folder);
  return files;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(dirname(fileURLToPath(import.meta.url)), "..");
  const files = readProject(root);
  const problems = checkImports(files);
  for (const problem of problems) console.error(problem);
  console.log(
    problems.length === 0
      ? `Imports of ${files.size} files point the right way.`
      : `${problems.length} violations in ${relative(process.cwd(), root) || "."}`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}
