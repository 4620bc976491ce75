import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockDataDir } from "./lock";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "postern-lock-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const holder = `
  const { lockDataDir } = await import(process.argv[1]);
  globalThis.lock = lockDataDir(process.argv[2]);
  console.log("locked");
  setInterval(() => {}, 1000);`;

async function otherProcess() {
  const module = new URL("./lock.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--input-type=module", "-e", holder, module, dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return child;
}

test("a folder that another process has is refused with its number, and free again after kill -9", async () => {
  const child = await otherProcess();
  expect(() => lockDataDir(dir)).toThrow(
    new RegExp(`${dir} is in use by another Postern process \\(pid ${child.pid}\\)`),
  );
  child.kill("SIGKILL");
  await once(child, "exit");
  lockDataDir(dir).release();
});

test("a second lock in the same process is refused until the first is released", () => {
  const lock = lockDataDir(dir);
  expect(() => lockDataDir(dir)).toThrow(/in use/);
  lock.release();
  lockDataDir(dir).release();
});
