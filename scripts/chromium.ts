import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The system's Chromium; undefined where there is none that runs, so that Playwright takes its own. */
export function findSystemChromium(): string | undefined {
  const candidates = [
    process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  // Ubuntu has a placeholder there that only says how to install the snap.
  return candidates.find((path) => path && existsSync(path) && spawnSync(path, ["--version"]).status === 0);
}

/** Makes sure that there is a Chromium to test with; returns what is wrong, or null. */
export async function ensureChromium(): Promise<string | null> {
  const { chromium } = await import("@playwright/test");
  const found = (): boolean => findSystemChromium() !== undefined || existsSync(chromium.executablePath());
  if (found()) return null;

  const run = (command: string, args: string[]) =>
    spawnSync(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync("/etc/debian_version")) {
    console.log("No Chromium found: installing the package chromium …");
    if (run("apt-get", ["update", "-q"]))
      run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"]);
    if (found()) return null;
  }
  console.log("No Chromium found: installing Playwright's …");
  run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"]);
  return found() ? null : "no Chromium was found and none could be installed";
}
