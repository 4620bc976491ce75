import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

// `server-only` throws outside of a bundler; the tests are the server.
const alias = [
  { find: "server-only", replacement: `${root}scripts/empty-module.mjs` },
  { find: /^@\//, replacement: root },
];

// An odd zone shows what depends on the machine's; expected failures need no log.
const env = { TZ: "Asia/Kathmandu", LOG_LEVEL: process.env.LOG_LEVEL ?? "silent" };

// They kill workers and cut connections by the minute; beside other suites each would take several times as long.
const adversary = ["lib/sync/{chaos,urgent}.itest.ts", "scripts/testing/kill.itest.ts"];

// A file that replaces a module needs modules of its own: what it imports must not have been loaded for another one.
const mocking = globSync("{lib,scripts}/**/*.itest.ts", { cwd: root }).filter((file) =>
  readFileSync(`${root}${file}`, "utf8").includes("vi.mock("),
);

export default defineConfig({
  resolve: { alias },
  test: {
    // Vitest would leave one of two cores idle.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,components,app,scripts}/**/*.test.{ts,tsx,mjs}"],
          env,
          // Properties run hundreds of cases, on machines that may be busy.
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["{lib,scripts}/**/*.itest.ts"],
          exclude: [...adversary, ...mocking],
          env,
          // Loading the modules and the embedded database's engine for each file was half of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: { name: "mocking", include: mocking, env, testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        resolve: { alias },
        test: { name: "adversary", include: adversary, env, testTimeout: 120_000, hookTimeout: 60_000 },
      },
    ],
  },
});
