import { sql } from "drizzle-orm";
import { systemActor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { openTestDatabase } from "@/lib/db/testing";
import { listStaff, type StaffListQuery } from "./list";

const people = 10_000;
const rounds = 40;
const warmUps = 3;

/** Server time of one page of the staff list with 10,000 people on the embedded database (issue: p95 under 60 ms). */
export async function bench(): Promise<{ name: string; value: number; unit: string; limit?: number }[]> {
  const database = await openTestDatabase("pglite");
  try {
    await seed();
    const results = [];
    for (const [name, query] of views) results.push(await measure(name, query));
    return results;
  } finally {
    await database.close();
  }
}

const base: StaffListQuery = {
  q: "",
  sort: { id: "name", desc: false },
  pageSize: 50,
  offset: 0,
  filters: {},
};

const views: readonly [string, Partial<StaffListQuery>][] = [
  ["first page by name", {}],
  ["page 100 by name", { offset: 4950 }],
  ["search 'berg 7'", { q: "berg 7" }],
  [
    "status suspended by last day",
    { filters: { status: ["suspended"] }, sort: { id: "lastDay", desc: true } },
  ],
  [
    "state attention by department",
    { filters: { state: ["attention"] }, sort: { id: "department", desc: false } },
  ],
];

async function measure(name: string, query: Partial<StaffListQuery>) {
  const times: number[] = [];
  for (let round = 0; round < warmUps; round += 1) await listStaff(systemActor(), { ...base, ...query });
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await listStaff(systemActor(), { ...base, ...query });
    times.push(performance.now() - start);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const p95 = sorted[Math.ceil(rounds * 0.95) - 1] ?? 0;
  return { name: `staff list of ${people}: ${name}, p95`, value: Math.round(p95), unit: "ms", limit: 60 };
}

/** An office as a large one is: 40 teams, 100 doors at two sites, two credentials at each of four doors. */
async function seed(): Promise<void> {
  const run = (query: string) => getDb().execute(sql.raw(query));
  await run(`insert into accounts (name, api_url, token) values ('A', 'http://localhost', '\\x00')`);
  await run(
    `insert into sites (name, time_zone) values ('Vienna', 'Europe/Vienna'), ('London', 'Europe/London')`,
  );
  await run(`insert into devices (account_id, nuki_id, type, name, server_state, admin_pin_state, battery_critical, firmware, seen_at)
    select (select id from accounts), n, 4, 'Door ' || n, 0, 0, false, '1', now() from generate_series(1, 100) n`);
  await run(`insert into placements (device_id, site_id)
    select d.id, s.id from devices d join sites s on (d.nuki_id % 2 = 0) = (s.name = 'Vienna')`);
  await run(`insert into teams (name) select 'Team ' || n from generate_series(1, 40) n`);
  await run(`insert into staff (display_name, first_name, last_name, email, external_id, department, status, last_day)
    select f || ' ' || l || ' ' || n, f, l, 'p' || n || '@example.com', lpad(n::text, 6, '0'), 'Department ' || n % 25,
      case when n % 20 = 0 then 'suspended' else 'active' end, case when n % 3 = 0 then current_date + n % 400 end
    from (select n, (array['Änne','Jürgen','Zoë','Max','Eva','Oskar','Mira'])[1 + n % 7] f,
      (array['Berger','Huber','Öllinger','Weber','Steiner'])[1 + n % 5] l from generate_series(1, ${people}) n) names`);
  await run(`insert into staff_teams (staff_id, team_id)
    select s.id, t.id from (select id, row_number() over (order by external_id) n from staff) s
    join (select id, row_number() over (order by name) n from teams) t on t.n in (1 + s.n % 40, 1 + (s.n * 7) % 40)`);
  await run(`insert into credentials (staff_id, device_id, kind, state, since, wish)
    select s.id, d.id, k.kind, case when s.n % 50 = 0 then 'failed' when s.n % 9 = 0 then 'waiting' else 'active' end, now(),
      jsonb_build_object('enabled', true, 'window', jsonb_build_object('days', 31, 'fromMinute', 420 + 60 * (d.n % 2), 'untilMinute', 1140))
    from (select id, row_number() over (order by external_id) n from staff) s
    join (select id, row_number() over (order by nuki_id) n from devices) d on d.n in (1 + s.n % 100, 1 + (s.n + 1) % 100, 1 + (s.n + 2) % 100, 1 + (s.n + 50) % 100)
    cross join (values ('app'), ('keypad')) k(kind)`);
  await run("analyze");
}
