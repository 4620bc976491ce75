import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { variableNames } from "./lib/variables";
import { findSystemChromium } from "./scripts/chromium";

// Workers read this file again, so what is chosen once travels in the environment.
process.env.E2E_PORT ??= "3390";
process.env.E2E_SIMULATOR_PORT ??= "3391";
process.env.E2E_DATA_DIR ??= join(mkdtempSync(join(tmpdir(), "postern-e2e-")), "data");

const address = `http://localhost:${process.env.E2E_PORT}`;
const simulator = `http://127.0.0.1:${process.env.E2E_SIMULATOR_PORT}`;
const isRoot = process.getuid?.() === 0;
// Set to nothing rather than left out: what is unset would be taken from a developer's .env, with a token for real doors.
const unset = Object.fromEntries([...variableNames, "NEXTAUTH_SECRET"].map((name) => [name, ""]));

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // One office, one database: journeys follow each other.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    baseURL: address,
    locale: "en-GB",
    timezoneId: "Europe/Vienna",
    // Keeping what a page contained at each step takes an eighth of the time: E2E_TRACE=1 does it, to look into a failure.
    trace: process.env.E2E_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: findSystemChromium(),
      chromiumSandbox: !isRoot,
      args: [
        ...["--disable-background-networking"],
        ...(isRoot ? ["--no-sandbox", "--disable-dev-shm-usage"] : []),
      ],
    },
  },
  projects: [
    { name: "sign-in", testMatch: "sign-in.setup.ts" },
    {
      name: "journeys",
      testMatch: "*.spec.ts",
      dependencies: ["sign-in"],
      use: { storageState: `${process.env.E2E_DATA_DIR}.session.json` },
    },
  ],
  webServer: [
    {
      command: [
        "node lib/nuki/simulator/main.ts --office lib/demo/office.json --seed 7 --rate 60000 --latency 20,80",
        // Two weeks of the log are soon read; a demo has three months.
        "--history-days 14",
        `--port ${process.env.E2E_SIMULATOR_PORT}`,
      ].join(" "),
      url: `${simulator}/_sim/state`,
      gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
    },
    {
      // Not through npm: ending npm would leave the server on its port.
      command: "node scripts/start.mjs",
      url: `${address}/api/health`,
      timeout: 300_000,
      stdout: "pipe",
      env: {
        ...unset,
        PORT: process.env.E2E_PORT,
        DATA_DIR: process.env.E2E_DATA_DIR,
        PUBLIC_URL: address,
        NEXTAUTH_URL: address,
        NUKI_API_URL: simulator,
        NUKI_REQUESTS_PER_MINUTE: "60000",
        LOG_LEVEL: "warn",
      },
      gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    },
  ],
});
