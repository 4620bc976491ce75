import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { isNull } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase, setDatabase } from "@/lib/db/connection";
import { lockDataDir } from "@/lib/db/lock";
import { bindings, changes, credentials } from "@/lib/db/schema";
import { createSecrets, setSecrets } from "@/lib/db/secrets";
import type { TestDatabase } from "@/lib/db/testing";
import { startSimulator } from "@/lib/nuki/simulator/start";
import { hire, layGround, openContext } from "@/lib/sync/testing";
import { takeTurn } from "@/lib/sync/turn";

const key = Buffer.alloc(32, 7);
/** Time runs faster for worker and simulator alike, or a lost request would take minutes to be sure of. */
const speed = 25;
const people = 60;

interface Told {
  readonly open: number;
  readonly states: Record<string, number>;
}

let dataDir = "";
let simulator: Awaited<ReturnType<typeof startSimulator>>;
let startedAt = 0;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "postern-kill-"));
  startedAt = Date.now();
  simulator = await startSimulator({ size: { staff: 0, locks: 5 }, speed, requestsPerMinute: 0 });
});

afterAll(async () => {
  await simulator.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** An office of sixty whose access nobody has sent yet. */
async function prepare(): Promise<number> {
  const lock = lockDataDir(dataDir);
  const database = await openDatabase({ dir: join(dataDir, "pglite") });
  setDatabase(database);
  setSecrets(createSecrets(key));
  const lab = { ...database, empty: async () => {} } as TestDatabase;
  const context = await openContext(lab, simulator, () => Date.now());
  await takeTurn(context, []);
  const ground = await layGround(lab);
  const doors = ground.doors.filter((door) => door.keypadModel !== null).map((door) => door.id);
  for (let index = 0; index < people; index += 1) {
    const letters = String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26));
    await hire(lab, ground, `Person ${letters}`, { doors, app: index % 5 === 0 }, Date.now());
  }
  setDatabase(null);
  await database.close();
  lock.release();
  return doors.length;
}

interface Running {
  readonly child: ChildProcess;
  latest(): Told | null;
}

function run(): Running {
  const args = [
    "--experimental-transform-types",
    "--no-warnings",
    "--import",
    "./scripts/typescript-hooks.mjs",
  ];
  const child = spawn(
    process.execPath,
    [
      ...args,
      "scripts/testing/worker-process.ts",
      dataDir,
      key.toString("hex"),
      String(speed),
      String(startedAt),
    ],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, LOG_LEVEL: "silent" } },
  );
  let latest: Told | null = null;
  createInterface({ input: child.stdout }).on("line", (line) => {
    latest = JSON.parse(line) as Told;
  });
  return { child, latest: () => latest };
}

async function until(holds: () => boolean, child: ChildProcess, limitMs: number): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (child.exitCode !== null) throw new Error(`the worker ended by itself with ${child.exitCode}`);
    if (Date.now() > end) throw new Error("the worker did not get there");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function kill({ child }: Running): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
  // The kernel has given the folder back, whatever the process was doing.
  lockDataDir(dataDir).release();
}

test("a worker that is killed again and again loses nobody and doubles nothing", async () => {
  const doors = await prepare();
  for (let life = 0; life < 5; life += 1) {
    const running = run();
    await until(() => running.latest() !== null, running.child, 30_000);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_500));
    await kill(running);
  }
  const last = run();
  const isDone = () => {
    const told = last.latest();
    return told !== null && told.open === 0 && (told.states.active ?? 0) > 0;
  };
  await until(isDone, last.child, 90_000);
  const gone = once(last.child, "exit");
  last.child.kill("SIGTERM");
  await gone;

  const lock = lockDataDir(dataDir);
  const database = await openDatabase({ dir: join(dataDir, "pglite") });
  const { db } = database;
  const rows = await db.select().from(credentials);
  const held = await db.select().from(bindings).where(isNull(bindings.endedAt));
  const open = await db.$count(changes, isNull(changes.closedAt));
  await database.close();
  lock.release();
  const wanted = people * doors + (people / 5) * doors;
  expect(rows.filter((row) => row.state === "active")).toHaveLength(wanted);
  expect(held).toHaveLength(wanted);
  expect(open).toBe(0);
  const answer = await fetch(`${simulator.url}/smartlock/auth`, {
    headers: { authorization: `Bearer ${simulator.token}` },
  });
  const all = (await answer.json()) as { smartlockId: number; type: number; name: string }[];
  const ours = all
    .filter((auth) => auth.name.startsWith("Person "))
    .map((auth) => `${auth.smartlockId} ${auth.type} ${auth.name}`);
  expect(ours).toHaveLength(wanted);
  expect(new Set(ours).size).toBe(wanted);
}, 240_000);
