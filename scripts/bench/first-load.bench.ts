import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page, type Response } from "@playwright/test";
import { demoAccount } from "@/lib/auth/demo-account";
import { variableNames } from "@/lib/variables";
import { findSystemChromium } from "../chromium";
import { freePort } from "../free-port";

/** A bare Next.js page with the same table rendered on the server, measured beside seven public dashboards. */
const bareScriptsKb = 136;

/** What a browser with an empty cache loads for the staff page of the production build. */
export async function bench(): Promise<{ name: string; value: number; unit: string; limit?: number }[]> {
  const folder = mkdtempSync(join(tmpdir(), "postern-bench-"));
  const address = `http://localhost:${await freePort()}`;
  const server = startServer(address, join(folder, "data"));
  try {
    await untilHealthy(address, server);
    const sizes = await loadStaffPage(address);
    const kb = (kind?: string) =>
      sizes.reduce((sum, { type, bytes }) => sum + (!kind || type === kind ? bytes : 0), 0) / 1024;
    return [
      { name: "staff page, scripts gzip", value: kb("script"), unit: "KB", limit: bareScriptsKb * 1.35 },
      { name: "staff page, requests", value: sizes.length, unit: "", limit: 20 },
      { name: "staff page, everything", value: kb(), unit: "KB", limit: 260 },
    ];
  } finally {
    server.kill("SIGTERM");
    if (server.exitCode === null) await once(server, "exit");
    rmSync(folder, { recursive: true, force: true });
  }
}

function startServer(address: string, dataDir: string): ChildProcess {
  const unset = Object.fromEntries(variableNames.map((name) => [name, ""]));
  return spawn(process.execPath, ["scripts/start.mjs"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      ...unset,
      PORT: new URL(address).port,
      DATA_DIR: dataDir,
      PUBLIC_URL: address,
      NEXTAUTH_URL: address,
    },
  });
}

async function untilHealthy(address: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const answer = await fetch(`${address}/api/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the server did not start");
}

interface Size {
  readonly type: string;
  readonly bytes: number;
}

async function loadStaffPage(address: string): Promise<Size[]> {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: findSystemChromium(),
    chromiumSandbox: !isRoot,
    args: isRoot ? ["--no-sandbox", "--disable-dev-shm-usage"] : [],
  });
  try {
    const first = await browser.newContext({ baseURL: address, locale: "en-GB" });
    const before = await first.newPage();
    await signIn(before);
    // A new demo reads its log, and each piece of news has the page loaded again in part: that is not the first load.
    await before.goto("/staff");
    await untilQuiet(before, answersOf(before), 8_000);
    await before.close();
    // A new context has an empty cache.
    const second = await browser.newContext({
      baseURL: address,
      locale: "en-GB",
      storageState: await first.storageState(),
    });
    const page = await second.newPage();
    const responses = answersOf(page);
    await page.goto("/staff");
    await untilQuiet(page, responses, 2_000);
    // The stream of news stays open, so its size is never known; it begins with nothing.
    return await Promise.all(responses.filter((response) => !isStream(response)).map(sizeOf));
  } finally {
    await browser.close();
  }
}

/** All that a page is answered from now on. */
function answersOf(page: Page): Response[] {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  return responses;
}

/** Waits until that many milliseconds have passed without another answer. An open stream of news is no traffic. */
async function untilQuiet(page: Page, responses: readonly Response[], quiet: number): Promise<void> {
  for (let before = -1; before !== responses.length; ) {
    before = responses.length;
    await page.waitForTimeout(quiet);
  }
}

function isStream(response: Response): boolean {
  return new URL(response.url()).pathname === "/api/live";
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(demoAccount.email);
  await page.getByLabel("Password", { exact: true }).fill(demoAccount.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForURL((url) => url.pathname === "/");
}

async function sizeOf(response: Response): Promise<Size> {
  const { responseBodySize } = await response.request().sizes();
  return { type: response.request().resourceType(), bytes: responseBodySize };
}
