import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Starts the Nuki simulator as a process of its own that ends with this one; resolves when it listens. */
export function startSimulator(args) {
  const child = spawn(
    process.execPath,
    [`${root}scripts/with-parent.mjs`, `${root}lib/nuki/simulator/main.ts`, ...args],
    { cwd: root, stdio: ["pipe", "pipe", "inherit"] },
  );
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the Nuki simulator did not start (exit code ${code})`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = line.match(/listening on (http:\S+)/)?.[1];
      if (url) resolve({ url, child });
      else console.log(line);
    });
  });
}
