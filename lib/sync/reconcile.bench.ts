import { performance } from "node:perf_hooks";
import { eq, sql } from "drizzle-orm";
import pino from "pino";
import { getDb } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { openTestDatabase } from "@/lib/db/testing";
import { createNuki } from "@/lib/nuki/client";
import type { SyncContext } from "./context";
import { takeTurn } from "./turn";

const people = 2_000;
const doors = 5;

/**
 * Planning everybody anew on the embedded database, which runs in the server's thread: how long it takes, and how long
 * no request is answered meanwhile. Nuki is out of reach, so nothing but the planning is measured.
 */
export async function bench() {
  const database = await openTestDatabase("pglite");
  try {
    const context = await seed();
    const first = await watch(() => takeTurn(context, "all"));
    const again = await watch(() => takeTurn(context, "all"));
    const name = `plan ${people} people x ${doors} doors`;
    return [
      { name: `${name}, first time`, value: first.total, unit: "ms" },
      { name: `${name}, nothing to do`, value: again.total, unit: "ms" },
      {
        name: `${name}, longest stop of the server`,
        value: Math.max(first.longest, again.longest),
        unit: "ms",
        limit: 1_000,
      },
    ];
  } finally {
    await database.close();
  }
}

/** Runs work beside a clock that ticks whenever the thread is free; its longest pause is the longest stop. */
async function watch(work: () => Promise<unknown>): Promise<{ total: number; longest: number }> {
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(tick, 5);
  const start = performance.now();
  await work();
  tick();
  clearInterval(timer);
  return { total: performance.now() - start, longest };
}

async function seed(): Promise<SyncContext> {
  const db = getDb();
  const run = (query: string) => db.execute(sql.raw(query));
  const [account] = await db
    .insert(accounts)
    .values({ name: "A", apiUrl: "http://127.0.0.1:9", token: getSecrets().seal("token", "account_token") })
    .returning();
  if (!account) throw new Error("no account");
  await run(`insert into account_sync (account_id) select id from accounts`);
  await run(`insert into sites (name, time_zone) values ('Vienna', 'Europe/Vienna')`);
  await run(`insert into devices (account_id, nuki_id, type, name, server_state, admin_pin_state, battery_critical, firmware, seen_at)
    select (select id from accounts), n, 4, 'Door ' || n, 0, 0, false, '1', now() from generate_series(1, ${doors}) n`);
  await run(`insert into placements (device_id, site_id) select d.id, s.id from devices d, sites s`);
  await run(`insert into areas (name) values ('All doors')`);
  await run(`insert into area_devices (area_id, device_id) select a.id, d.id from areas a, devices d`);
  await run(
    `insert into schedules (name, windows) values ('Office', '[{"days":31,"fromMinute":420,"untilMinute":1140}]')`,
  );
  await run(
    `insert into staff (display_name, email) select 'Person ' || n, 'p' || n || '@example.com' from generate_series(1, ${people}) n`,
  );
  await run(`insert into rules (staff_id, area_id, schedule_id, app, keypad)
    select s.id, a.id, c.id, true, false from staff s, areas a, schedules c`);
  const [stored] = await db.select().from(accounts).where(eq(accounts.id, account.id));
  return {
    db,
    account: stored ?? account,
    secrets: getSecrets(),
    nuki: createNuki({ baseUrl: "http://127.0.0.1:9", token: async () => "token", sleep: async () => {} }),
    log: pino({ level: "silent" }),
    worker: "bench",
    now: Date.now,
    random: Math.random,
  };
}
