/*
 * Installs what package-lock.json says, if it is not installed already. Plain JavaScript for any Node that npm runs on:
 * everything after this runs under the Node 24 that is one of the packages.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`Postern needs Node 20.9 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = `${root}node_modules/.lock-sha256`;
const want = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .update(process.platform + process.arch)
  .digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== want) {
  console.log("Installing packages (about a minute) …");
  const env = { ...process.env };
  delete env.NODE_ENV; // "production" would leave the build tools out
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--include=dev", "--include=optional"];
  const cli = process.env.npm_execpath; // run npm with the Node that runs npm, not with the one being replaced
  const result = cli?.endsWith("npm-cli.js")
    ? spawnSync(process.env.npm_node_execpath ?? process.execPath, [cli, ...args], {
        cwd: root,
        env,
        stdio: "inherit",
      })
    : spawnSync("npm", args, { cwd: root, env, stdio: "inherit", shell: process.platform === "win32" });
  if (result.status !== 0) process.exit(result.status ?? 1);
  writeFileSync(stamp, want);
}
