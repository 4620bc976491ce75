/*
 * npm test: every check there is, in order, each with a heading; the last line counts all of them.
 *   node scripts/test.mjs [--only static|unit|integration|e2e]
 */
import { spawn } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { variableNames } from "../lib/variables.ts";
import { buildIfChanged } from "./build.mjs";
import { ensureChromium } from "./chromium.ts";
import { freePort } from "./free-port.ts";
import { startPostgres } from "./postgres.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
/**
 * Journeys that share an office, since none of them leaves behind what another one of its line would stumble over; within
 * an office they go by the alphabet. An office costs as much as a journey, so new ones should find their place here; one
 * that is not named has an office of its own. The longest lines stand first, so that none is begun last.
 */
const offices = [
  ["alerts", "live", "locks", "openers", "operate"],
  ["smoke", "visitors", "withdrawals"],
  ["people"],
  ["audit", "codes", "keypads", "past", "privacy", "retention", "reviews", "rotations", "sheets"],
  ["import"],
  ["rules"],
  ["status"],
];
const { values } = parseArgs({ options: { only: { type: "string" } } });
const wants = (stage) => !values.only || values.only === stage;
if (!["static", "unit", "integration", "e2e"].some(wants)) {
  console.error(`--only ${values.only}: known are static, unit, integration and e2e`);
  process.exit(1);
}

// Tests must not meet the database or the doors of whoever runs them.
for (const name of [...variableNames, "NODE_ENV", "NEXTAUTH_URL", "NEXTAUTH_SECRET"]) {
  if (name !== "LOG_LEVEL") delete process.env[name];
}
process.env.NEXT_TELEMETRY_DISABLED = "1";

const reports = mkdtempSync(join(tmpdir(), "postern-test-"));
const results = [];
const notes = [];
let postgres = null;
const running = new Set();
process.once("exit", () => rmSync(reports, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    for (const child of running) child.kill("SIGTERM");
    await postgres?.stop?.();
    process.exit(130);
  });
}

if (wants("static")) {
  await check("Format and lint", "biome", ["ci", "."]);
  await check("Import directions", process.execPath, ["scripts/check-imports.mjs"]);
  await stage("Types", async () => {
    // The types of routes and pages are generated; in a fresh clone there are none yet.
    const generated = (await run("next", ["typegen"], { quiet: true })) === 0;
    return one(generated && (await run("tsc", ["--noEmit"])) === 0);
  });
}
if (wants("unit")) await stage("Unit and property tests", () => vitest(["unit"], {}));
if (wants("integration")) await stage("Integration tests", integration);
if (wants("e2e")) {
  const built = await stage("Production build", async () => {
    try {
      await buildIfChanged();
      return one(true);
    } catch (error) {
      console.error(error.message);
      return one(false);
    }
  });
  if (built.failed === 0) await stage("End to end", endToEnd);
  else notes.push("End to end did not run because the build failed.");
}
summarise();

async function integration() {
  if (process.env.TEST_DATABASE_URL) return onDatabases({});
  postgres = await startPostgres();
  if (postgres.skip) {
    notes.push(`PostgreSQL suites skipped: ${postgres.skip}.`);
    console.log(notes.at(-1));
    return onDatabases({});
  }
  console.log(`The database suites also run on PostgreSQL ${postgres.version}.`);
  try {
    return await onDatabases({ TEST_DATABASE_URL: postgres.url });
  } finally {
    await postgres.stop();
  }
}

async function onDatabases(env) {
  return add(await vitest(["integration", "mocking"], env), await vitest(["adversary"], env));
}

async function vitest(projects, env) {
  const file = join(reports, `${projects.join("-")}.json`);
  const chosen = projects.flatMap((project) => ["--project", project]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run("vitest", ["run", ...chosen, ...reporters], { env });
  return counted(file, code, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

async function endToEnd() {
  const missing = await ensureChromium();
  if (missing) {
    console.error(missing);
    return one(false);
  }
  const all = globSync("e2e/*.spec.ts").map((spec) => basename(spec, ".spec.ts"));
  const named = new Set(offices.flat());
  const alone = all.filter((name) => !named.has(name)).map((name) => [name]);
  const waiting = [...offices, ...alone].map((names) => names.filter((name) => all.includes(name)));
  let sum = { passed: 0, failed: 0, skipped: 0 };
  const lane = async () => {
    for (let names = waiting.shift(); names; names = waiting.shift()) {
      if (names.length === 0) continue;
      // Not in one line: the sum to add to would be read before the wait, and what other lanes add meanwhile would be lost.
      const counts = await journeys(names);
      sum = add(sum, counts);
    }
  };
  // All wait for doors now and then, so three offices at once share two processors well.
  await Promise.all([lane(), lane(), lane()]);
  return sum;
}

/** One office, as the demo begins, and the journeys that share it. */
async function journeys(names) {
  const office = names.join("-");
  const file = join(reports, `e2e-${office}.json`);
  const env = {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
    E2E_PORT: String(await freePort()),
    E2E_SIMULATOR_PORT: String(await freePort()),
    E2E_DATA_DIR: join(reports, office, "data"),
  };
  const specs = names.map((name) => `e2e/${name}.spec.ts`);
  const flags = ["--reporter=list,json", "--output", `test-results/${office}`];
  const code = await run("playwright", ["test", ...flags, ...specs], { env });
  return counted(file, code, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }));
}

/** A run that ended badly without a failed test (a file that does not load, a crash) counts as one failure. */
function counted(file, code, read) {
  try {
    const counts = read(JSON.parse(readFileSync(file, "utf8")));
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return one(false);
  }
}

function check(title, command, args) {
  return stage(title, async () => one((await run(command, args)) === 0));
}

function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

function one(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

async function stage(title, work) {
  console.log(`\n== ${title}`);
  const from = Date.now();
  const counts = await work();
  results.push({ title, ...counts, seconds: Math.round((Date.now() - from) / 1000) });
  return counts;
}

/** Runs a tool of node_modules/.bin (or an absolute path) with nothing on stdin; resolves with its exit code. */
function run(command, args, { env = {}, quiet = false } = {}) {
  const bin = join(root, "node_modules/.bin");
  const path = `${bin}${process.platform === "win32" ? ";" : ":"}${process.env.PATH}`;
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, PATH: path, ...env },
    stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  running.add(child);
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once("close", (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}

function summarise() {
  console.log("\n== Summary");
  for (const { title, passed, failed, skipped, seconds } of results) {
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
    console.log(`${failed > 0 ? "FAILED" : "ok    "} ${title}: ${counts} (${seconds} s)`);
  }
  for (const note of notes) console.log(note);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}
