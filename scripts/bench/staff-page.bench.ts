import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { demoAccount as signIn } from "../../lib/auth/demo-account";
import { findSystemChromium } from "../chromium";

const port = 3377;
const address = `http://localhost:${port}`;

/**
 * What the browser loads for the staff page with a cold cache, from the production build of the demo office. The limits
 * are 1.35 times the scripts of a bare Next.js page with the same table (136 KB), 20 requests and 260 KB in all.
 */
export async function bench() {
  const folder = mkdtempSync(join(tmpdir(), "postern-bench-"));
  const server = await startDemo(join(folder, "data"));
  try {
    const loaded = await loadStaffPage();
    const kilobytes = (bytes: number) => bytes / 1024;
    return [
      { name: "staff page: scripts, gzip", value: kilobytes(loaded.scripts), unit: "KB", limit: 1.35 * 136 },
      { name: "staff page: everything", value: kilobytes(loaded.all), unit: "KB", limit: 260 },
      { name: "staff page: requests", value: loaded.requests, unit: "", limit: 20 },
    ];
  } finally {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

function startDemo(dataDir: string): Promise<ChildProcess> {
  const env = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: dataDir,
    PUBLIC_URL: address,
    NEXTAUTH_URL: address,
  };
  const child = spawn(process.execPath, ["scripts/start.mjs"], { env, stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the demo did not start (exit code ${code})`)));
    child.stdout.on("data", (text: Buffer) => {
      if (String(text).includes("Postern is ready")) resolve(child);
    });
  });
}

async function loadStaffPage(): Promise<{ scripts: number; all: number; requests: number }> {
  const args = process.getuid?.() === 0 ? ["--no-sandbox", "--disable-dev-shm-usage"] : [];
  const browser = await chromium.launch({
    executablePath: findSystemChromium(),
    args: [...args, "--disable-background-networking"],
  });
  try {
    const session = await browser.newContext();
    const page = await session.newPage();
    await page.goto(`${address}/sign-in`);
    await page.fill("input[type=email]", signIn.email);
    await page.fill("input[type=password]", signIn.password);
    await page.click("button[type=submit]");
    await page.waitForURL(`${address}/`);
    // A new context has the session and nothing in its cache.
    const cold = await browser.newContext({ storageState: await session.storageState() });
    return await weigh(await cold.newPage(), `${address}/staff`);
  } finally {
    await browser.close();
  }
}

/** Bytes on the wire, as the browser's own protocol counts them. */
async function weigh(page: Page, url: string) {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send("Network.enable");
  const kinds = new Map<string, string>();
  const sizes = new Map<string, number>();
  protocol.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  protocol.on("Network.loadingFinished", ({ requestId, encodedDataLength }) =>
    sizes.set(requestId, encodedDataLength),
  );
  await page.goto(url, { waitUntil: "networkidle" });
  const sum = (ids: string[]) => ids.reduce((total, id) => total + (sizes.get(id) ?? 0), 0);
  const ids = [...sizes.keys()];
  return {
    scripts: sum(ids.filter((id) => kinds.get(id) === "Script")),
    all: sum(ids),
    requests: ids.length,
  };
}
