/*
 * npm start and npm run dev: checks what can be checked before anything is built, builds if needed, starts the simulator
 * in demo mode, then becomes the server.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const started = Date.now();
const root = fileURLToPath(new URL("..", import.meta.url));
const dev = process.argv.includes("--dev");

function refuse(...lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  refuse(
    `Postern's server needs Node 22.18 or newer; this is ${process.versions.node}. ` +
      "Start it with npm start, which brings Node 24 on Linux and Windows; on other systems install a newer Node.",
  );
}

process.chdir(root);
for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);

const { readVariables } = await import("../lib/variables.ts");
const { settleIncoming } = await import("../lib/auth/incoming.ts");
const { demoAccount } = await import("../lib/auth/demo-account.ts");
const read = readVariables(process.env);
if (!read.ok) refuse(...read.problems);
const { env } = read;

// Until the server is there to close its database, a signal ends us at once.
let serving = false;
let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => {
    stopping = true;
    if (!serving) process.exit(130);
  });
}

// The demo's password is known to everybody, so only this machine may reach it unless HOST says otherwise.
if (env.mode === "demo") process.env.HOST ||= "127.0.0.1";
checkDataDir(env.dataDir);
if (!env.databaseUrl) await checkLock(env.dataDir);
await checkPort(env.port);
// Beside the build check, since both take their second.
const demoNuki = env.mode === "demo" && !process.env.NUKI_API_URL?.trim() ? startDemoNuki() : null;
if (!dev) {
  const { buildIfChanged } = await import("./build.mjs");
  await buildIfChanged().catch((error) => refuse(error.message));
}

process.env.NODE_ENV = dev ? "development" : "production";
process.env.NEXT_MANUAL_SIG_HANDLE = "true"; // else Next exits before the database is closed
process.env.NEXT_TELEMETRY_DISABLED ??= "1";
process.env.NEXTAUTH_URL ??= env.publicUrl;
process.env.NEXTAUTH_SECRET ||= readOrMakeSecret(join(env.dataDir, "secret"));
if (demoNuki) process.env.NUKI_API_URL = await demoNuki;
settleIncoming({
  trustedProxies: env.trustedProxies,
  https: process.env.NEXTAUTH_URL.startsWith("https:"),
});

const next = join(root, "node_modules/next/dist/bin/next");
const host = process.env.HOST ? ["-H", process.env.HOST] : [];
serving = true;
process.argv = [process.argv[0], next, dev ? "dev" : "start", "-p", String(env.port), ...host];
await import(pathToFileURL(next).href);
await untilHealthy();
announce();

function checkDataDir(dir) {
  const probe = join(dir, `.probe-${process.pid}`);
  try {
    makeFolder(dir);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    refuse(`The data folder ${dir} cannot be written (${error.code}): make it writable or set DATA_DIR.`);
  }
}

/** Node's own `recursive` never returns for a folder inside of /proc, so each level is made by itself. */
function makeFolder(dir) {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  mkdirSync(dir);
}

/** The server takes the lock when it opens the database; asking now spares a build that cannot be started. */
async function checkLock(dir) {
  const { lockDataDir } = await import("../lib/db/lock.ts");
  try {
    lockDataDir(dir).release();
  } catch (error) {
    refuse(error.message);
  }
}

function checkPort(port) {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", (error) =>
      refuse(
        error.code === "EADDRINUSE"
          ? `Port ${port} is taken: stop what listens there, or choose another with PORT.`
          : `Port ${port} cannot be used (${error.code}): choose another with PORT.`,
      ),
    );
    server.listen({ port, host: process.env.HOST }, () => server.close(resolve));
  });
}

function readOrMakeSecret(file) {
  if (!existsSync(file))
    writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length < 32) refuse(`${file} is damaged: delete it (everybody will have to sign in again).`);
  return secret;
}

async function startDemoNuki() {
  const { startSimulator } = await import("./simulator.mjs");
  const flags = ["--office", "lib/demo/office.json", "--seed", "7", "--port", "0", "--latency", "200,1500"];
  // The doors must remember what they were told, or a restarted demo would see every change undone.
  const state = ["--rate", "6000", "--state", join(env.dataDir, "simulator-world")];
  const { url, child } = await startSimulator([...flags, ...state]).catch((error) => refuse(error.message));
  child.once("exit", () => {
    if (stopping) return;
    console.error("The Nuki simulator stopped, so the demo stops too.");
    process.kill(process.pid, "SIGTERM");
  });
  process.once("exit", () => child.kill());
  return url;
}

async function untilHealthy() {
  const host = process.env.HOST || "127.0.0.1";
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${env.port}/api/health`;
  for (;;) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function announce() {
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const lines = [`Postern is ready (${seconds} s)`, "", `  Address   ${env.publicUrl}`];
  if (env.mode === "demo") {
    const { email, password } = demoAccount;
    lines.push(`  Sign in   ${email}  /  ${password}`);
    lines.push(`  Demo      no NUKI_API_TOKEN, so a simulated office: ${process.env.NUKI_API_URL}`);
  } else {
    lines.push(`  Nuki      ${env.nukiApiUrl}`);
  }
  lines.push(
    `  Data      ${env.databaseUrl ? "PostgreSQL (DATABASE_URL)" : env.dataDir}`,
    "",
    "Stop with Ctrl-C.",
  );
  console.log(`\n${lines.join("\n")}\n`);
}
