import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

// Without `ssr: false` Next gives it no boundary of its own: the page around it, heading and all, makes way for the
// loading skeleton until the dialog's code is there.
test("what is loaded on demand never hides the page that asks for it", () => {
  const calls = globSync("{app,components}/**/*.tsx", { cwd: root }).flatMap((path) =>
    [...readFileSync(root + path, "utf8").matchAll(/= dynamic\(([\s\S]*?)\);\n/g)].map((call) => ({
      path,
      options: call[1] ?? "",
    })),
  );
  expect(calls.length).toBeGreaterThan(10);
  expect(calls.filter(({ options }) => !options.includes("ssr: false"))).toEqual([]);
});
