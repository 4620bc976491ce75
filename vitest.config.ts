import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

// `server-only` throws outside of a bundler; the tests are the server.
const alias = [
  { find: "server-only", replacement: `${root}scripts/empty-module.mjs` },
  { find: /^@\//, replacement: root },
];

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,components,app}/**/*.test.{ts,tsx}"],
          env: { TZ: "Asia/Kathmandu" },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["{lib,scripts}/**/*.itest.ts"],
          env: { TZ: "Asia/Kathmandu" },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
