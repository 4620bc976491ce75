import { sql } from "drizzle-orm";
import { systemActor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { openTestDatabase } from "@/lib/db/testing";
import { type DeviceListQuery, listDevices } from "./queries";

const devices = 500;
const rounds = 40;
const warmUps = 3;

const base: DeviceListQuery = {
  q: "",
  sort: { id: "attention", desc: false },
  pageSize: 50,
  offset: 0,
  filters: {},
};

const views: readonly [string, Partial<DeviceListQuery>][] = [
  ["what needs somebody first", {}],
  ["page 8 by name", { sort: { id: "name", desc: false }, offset: 350 }],
  ["low batteries behind in firmware", { filters: { battery: ["low"], firmware: ["behind"] } }],
  ["search 'door 49'", { q: "door 49" }],
];

/** Server time of one page of the locks with 500 devices, 20 people at each, on the embedded database. */
export async function bench(): Promise<{ name: string; value: number; unit: string; limit?: number }[]> {
  const database = await openTestDatabase("pglite");
  try {
    await seed();
    const results = [];
    for (const [name, query] of views) results.push(await measure(name, { ...base, ...query }));
    return results;
  } finally {
    await database.close();
  }
}

async function measure(name: string, query: DeviceListQuery) {
  const now = new Date();
  const times: number[] = [];
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const start = performance.now();
    await listDevices(systemActor(), query, now);
    if (round >= warmUps) times.push(performance.now() - start);
  }
  const p95 = times.toSorted((a, b) => a - b)[Math.ceil(rounds * 0.95) - 1] ?? 0;
  return { name: `list of ${devices} locks: ${name}, p95`, value: Math.round(p95), unit: "ms", limit: 60 };
}

async function seed(): Promise<void> {
  const run = (query: string) => getDb().execute(sql.raw(query));
  await run(`insert into accounts (name, api_url, token) values ('A', 'http://localhost', '\\x00')`);
  await run(
    `insert into sites (name, time_zone) values ('Vienna', 'Europe/Vienna'), ('London', 'Europe/London')`,
  );
  await run(`insert into devices (account_id, nuki_id, type, name, server_state, admin_pin_state, state, battery_critical,
      battery_charge, keypad_model, firmware, time_zone, seen_at, config, advanced_config)
    select (select id from accounts), n, (array[0, 3, 4, 5])[1 + n % 4], 'Door ' || n, case when n % 40 = 0 then 4 else 0 end, 0,
      1 + 2 * (n % 2), n % 60 = 0, n % 100, 2, '3.' || n % 11 || '.0', 'Europe/Berlin', now(),
      jsonb_build_object('ledEnabled', true, 'note', repeat('x', 800)), jsonb_build_object('autoLock', true, 'note', repeat('x', 800))
    from generate_series(1, ${devices}) n`);
  await run(`insert into placements (device_id, site_id)
    select d.id, s.id from devices d join sites s on (d.nuki_id % 2 = 0) = (s.name = 'Vienna')`);
  await run(`insert into staff (display_name) select 'Person ' || n from generate_series(1, 2000) n`);
  await run(`insert into credentials (staff_id, device_id, kind, state, since)
    select s.id, d.id, 'keypad', case when s.n % 9 = 0 then 'waiting' else 'active' end, now()
    from (select id, row_number() over (order by display_name) n from staff) s
    join (select id, nuki_id from devices) d on d.nuki_id in (1 + s.n % 500, 1 + (s.n * 3) % 500, 1 + (s.n * 7) % 500, 1 + (s.n * 11) % 500, 1 + (s.n * 13) % 500)`);
  await run("analyze");
}
