import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = [
  "app",
  "components",
  "lib",
  "public",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
const notBuilt = /(\.(test|itest|bench)\.tsx?$)|[\\/]nuki[\\/]simulator[\\/]/;
const progress = /^\s*(Creating|Running Type|Collecting|Finalizing|✓ (Compiled|Generating))/;

/** Builds for production if anything that goes into the build has changed since the last one. */
export async function buildIfChanged() {
  const distDir = join(root, process.env.NEXT_DIST_DIR || ".next");
  const stamp = join(distDir, ".source-sha256");
  const want = hashSources();
  const upToDate =
    existsSync(join(distDir, "BUILD_ID")) && existsSync(stamp) && readFileSync(stamp, "utf8") === want;
  if (upToDate) return;
  console.log("Building (first start or changed sources, about a minute) …");
  await nextBuild();
  mkdirSync(distDir, { recursive: true });
  writeFileSync(stamp, want);
}

function hashSources() {
  const hash = createHash("sha256");
  const add = (path) => {
    if (!existsSync(path) || notBuilt.test(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) add(join(path, name));
    } else {
      hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
    }
  };
  for (const source of sources) add(join(root, source));
  return hash.digest("hex");
}

function nextBuild() {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  delete env.NODE_ENV; // "development" would make a build that does not run
  const child = spawn(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => child.kill();
  process.once("exit", stop);
  const output = [];
  const read = (stream) =>
    createInterface({ input: stream }).on("line", (line) => {
      output.push(line);
      if (progress.test(line)) console.log(`  ${line.trim()}`);
    });
  read(child.stdout);
  read(child.stderr);
  return new Promise((resolve, reject) => {
    child.once("close", (code) => {
      process.off("exit", stop);
      if (code === 0) resolve();
      else reject(new Error(`${output.join("\n")}\nThe build failed (exit code ${code}).`));
    });
  });
}
