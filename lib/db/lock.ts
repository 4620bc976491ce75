import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface DataDirLock {
  release(): void;
}

/**
 * Takes the data folder for this process, or throws a line that names who has it. Two processes on one PGlite folder lose
 * acknowledged rows without an error. SQLite's file lock is the kernel's, so it ends with the process, also after kill -9.
 */
export function lockDataDir(dir: string): DataDirLock {
  mkdirSync(dir, { recursive: true });
  const owner = join(dir, "lock.pid");
  const file = new DatabaseSync(join(dir, "lock"));
  try {
    file.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (error) {
    file.close();
    if (!(error instanceof Error && /locked/.test(error.message))) throw error;
    throw new Error(`${dir} is in use by another Postern process${readPid(owner)}`, { cause: error });
  }
  writeFileSync(owner, String(process.pid));
  return { release: () => file.close() };
}

function readPid(file: string): string {
  try {
    return ` (pid ${readFileSync(file, "utf8").trim()})`;
  } catch {
    return ""; // The lock is taken before the number is written.
  }
}
