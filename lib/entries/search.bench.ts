import { sql } from "drizzle-orm";
import pino from "pino";
import { systemActor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { openTestDatabase } from "@/lib/db/testing";
import { createNuki } from "@/lib/nuki/client";
import type { NukiLogRow } from "@/lib/nuki/schemas";
import { keepEntries } from "@/lib/sync/observe-entries";
// @ts-expect-error a script of the tests, without types
import { startPostgres } from "../../scripts/postgres.mjs";
import { exportEntries, type FileWords } from "./export";
import { anyEntry, type EntryCursor, type EntryFilter } from "./list";
import { countEntries, searchEntries } from "./search";

/** `ENTRIES=5000000` for the larger one, `ENTRIES_ON=pglite` or `pg` for only one database. */
const size = Number(process.env.ENTRIES ?? 1_000_000);
const only = process.env.ENTRIES_ON;
const people = 2_000;
const doors = 200;
const rounds = 20;
/** The first queries of their kind are no measure of a server that has been running for a while. */
const warmUp = 10;
const newest = Date.parse("2026-11-20T12:00:00Z");

interface Measured {
  name: string;
  value: number;
  unit: string;
  limit?: number;
}

/** The door log with a million entries: pages, counts, ingest and export beside their limits (issue 5). */
export async function bench(): Promise<Measured[]> {
  const results: Measured[] = [];
  if (only !== "pg") results.push(...(await measureOn("pglite", "embedded")));
  if (only !== "pglite") {
    const server = process.env.TEST_DATABASE_URL
      ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} }
      : await startPostgres();
    if ("skip" in server) return [...results, { name: `PostgreSQL: ${server.skip}`, value: 0, unit: "" }];
    process.env.TEST_DATABASE_URL = server.url;
    try {
      results.push(...(await measureOn("pg", "PostgreSQL")));
    } finally {
      await server.stop();
    }
  }
  return results;
}

async function measureOn(kind: "pglite" | "pg", name: string): Promise<Measured[]> {
  const database = await openTestDatabase(kind);
  try {
    await seed(kind);
    // However many there are, it is never much longer than for a million.
    const factor = size > 1_000_000 ? 1.3 : 1;
    const limits = { page: factor * (kind === "pg" ? 8 : 15), text: 60 };
    const say = (what: string) => `${(size / 1e6).toFixed(1)} M entries, ${name}: ${what}`;
    return [
      ...(await pages(say, limits)),
      ...(await counts(say)),
      ...(await ingest(say)),
      ...(await exporting(say)),
    ];
  } finally {
    await database.close();
  }
}

interface Names {
  site: string;
  area: string;
  door: string;
  person: string;
  team: string;
  bigTeam: string;
}

async function names(): Promise<Names> {
  const id = async (query: string) =>
    ((await getDb().execute<{ id: string }>(sql.raw(query))).rows[0]?.id ?? "") as string;
  return {
    site: await id("select id from sites order by name limit 1"),
    area: await id("select id from areas limit 1"),
    door: await id("select id from devices where nuki_id = 7"),
    person: await id("select id from staff where external_id = '000042'"),
    team: await id("select id from teams where name = 'Team 3'"),
    bigTeam: await id("select id from teams where name = 'Everybody new'"),
  };
}

async function pages(say: (what: string) => string, limits: { page: number; text: number }) {
  const of = await names();
  const middle = newest - 180 * 86_400_000;
  const week = { from: middle, until: middle + 7 * 86_400_000 };
  const day = { from: newest - 86_400_000, until: newest };
  const filters: [string, Partial<EntryFilter>][] = [
    ["no filter", {}],
    ["a week", { range: week }],
    ["a door, a day", { deviceIds: [of.door], range: day }],
    ["a person, a day", { staffIds: [of.person], range: day }],
    ["a site, refused, a day", { siteIds: [of.site], outcomes: ["refused"], range: day }],
    ["a site", { siteIds: [of.site] }],
    ["an area", { areaIds: [of.area] }],
    ["a door", { deviceIds: [of.door] }],
    ["a person", { staffIds: [of.person] }],
    ["a team of 40", { teamIds: [of.team] }],
    ["a team of 500", { teamIds: [of.bigTeam] }],
    ["opened", { outcomes: ["opened"] }],
    ["refused", { outcomes: ["refused"] }],
    ["fault", { outcomes: ["fault"] }],
    ["locking", { actions: ["locking"] }],
    ["warnings", { actions: ["warning"] }],
    ["from afar", { triggers: [4] }],
    ["an unknown trigger", { triggers: [77] }],
    ["tap to unlock", { sources: [3] }],
    ["a door, refused", { deviceIds: [of.door], outcomes: ["refused"] }],
    ["a door, fault", { deviceIds: [of.door], outcomes: ["fault"] }],
    ["a door, from afar", { deviceIds: [of.door], triggers: [4] }],
    ["a door, a week, opened", { deviceIds: [of.door], range: week, outcomes: ["opened"] }],
    ["a site, refused, a week", { siteIds: [of.site], outcomes: ["refused"], range: week }],
    ["a site, fault", { siteIds: [of.site], outcomes: ["fault"] }],
    ["a person, a door", { staffIds: [of.person], deviceIds: [of.door] }],
    ["a person, refused", { staffIds: [of.person], outcomes: ["refused"] }],
    ["a team, a door", { teamIds: [of.team], deviceIds: [of.door] }],
    ["a team, refused, a site", { teamIds: [of.team], outcomes: ["refused"], siteIds: [of.site] }],
    ["a name", { q: "weber 1233" }],
    ["a name of many", { q: "eva" }],
    ["a name, a door", { q: "weber 1233", deviceIds: [of.door] }],
    ["a name that nobody has", { q: "xylophon" }],
    ["an hour of a weekday", { weekdays: [1], hours: [18], timeZone: "Europe/Vienna" }],
    ["an hour at night, a door", { hours: [3], timeZone: "Europe/Vienna", deviceIds: [of.door] }],
    ["Sundays, a person", { weekdays: [6], timeZone: "Europe/Vienna", staffIds: [of.person] }],
  ];
  const results: Measured[] = [];
  for (let round = 0; round < 200; round += 1) await searchPage(anyEntry, null);
  for (const [name, more] of filters) {
    const filter = { ...anyEntry, ...more };
    const limit = filter.q === "" ? limits.page : limits.text;
    const deep: EntryCursor = { direction: "older", at: middle + 3 * 86_400_000, id: 0 };
    for (const [where, cursor] of [
      ["first page", null],
      ["deep page", deep],
    ] as const) {
      const value = await p95(() => searchPage(filter, cursor));
      results.push({ name: say(`${name}, ${where}, p95`), value, unit: "ms", limit });
    }
  }
  return results;
}

/** A page as the screen asks for it, without the count, which is measured beside. */
async function searchPage(filter: EntryFilter, cursor: EntryCursor | null) {
  await searchEntries(systemActor(), filter, cursor, 50, { withTotal: false });
}

async function counts(say: (what: string) => string): Promise<Measured[]> {
  const of = await names();
  const filters: [string, Partial<EntryFilter>][] = [
    ["no filter", {}],
    ["a door", { deviceIds: [of.door] }],
    ["refused", { outcomes: ["refused"] }],
    ["an unknown trigger", { triggers: [77] }],
  ];
  const results: Measured[] = [];
  for (const [name, more] of filters)
    results.push({
      name: say(`count, ${name}, p95`),
      value: await p95(() => countEntries(systemActor(), { ...anyEntry, ...more })),
      unit: "ms",
    });
  return results;
}

async function p95(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -warmUp; round < rounds; round += 1) {
    const start = performance.now();
    await run();
    if (round >= 0) times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.ceil(rounds * 0.95) - 1] ?? 0;
}

/** Nuki's pages of 50 rows through the very path of the sync, and the same number of rows by a plain insert of many. */
async function ingest(say: (what: string) => string): Promise<Measured[]> {
  const rows = 10_000;
  const [account] = await getDb().select().from(accounts);
  if (!account) throw new Error("no account");
  const context = {
    db: getDb(),
    account,
    secrets: getSecrets(),
    nuki: createNuki({ baseUrl: "http://localhost", token: async () => "" }),
    log: pino({ level: "silent" }),
    worker: "bench",
    now: () => newest,
    random: () => 0.5,
  };
  const logRow = (index: number): NukiLogRow => {
    const raw = {
      id: `new-${index}`,
      smartlockId: 1 + (index % doors),
      name: "Eva Huber",
      action: 1,
      state: 0,
    };
    const facts = { id: raw.id, deviceId: raw.smartlockId, deviceType: 4, authId: null, accountUserId: null };
    const how = { name: raw.name, action: 1, trigger: 255, state: 0, autoUnlock: false, source: 1 };
    return { ...facts, ...how, at: newest + index, ajarMinutes: null, opener: null, error: null, raw };
  };
  const before = performance.now();
  for (let start = 0; start < rows; start += 50)
    await keepEntries(
      context,
      Array.from({ length: 50 }, (_, place) => logRow(start + place)),
    );
  const kept = rows / ((performance.now() - before) / 1000);
  const again = performance.now();
  for (let start = 0; start < rows; start += 1_000)
    await getDb().execute(sql`
      insert into entries (device_id, nuki_id, occurred_at, received_at, device_type, action, trigger, state, source,
        auto_unlock, name, outcome, raw)
      values ${sql.join(
        Array.from({ length: 1_000 }, (_, place) => {
          const row = logRow(start + place);
          return sql`((select id from devices where nuki_id = ${row.deviceId}), ${`plain-${row.id}`},
            ${new Date(row.at).toISOString()}, ${new Date(newest).toISOString()}, 4, 1, 255, 0, 1, false, ${row.name},
            'opened', ${JSON.stringify(row.raw)})`;
        }),
        sql`, `,
      )}`);
  const plain = rows / ((performance.now() - again) / 1000);
  return [
    { name: say("ingest, pages of 50"), value: kept, unit: "rows/s" },
    { name: say("plain insert, 1,000 rows each"), value: plain, unit: "rows/s" },
    { name: say("plain insert takes how much of ingest's time"), value: plain / kept, unit: "x", limit: 3 },
  ];
}

/** All rows as one file: how much memory it takes, and how long somebody else would wait meanwhile. */
async function exporting(say: (what: string) => string): Promise<Measured[]> {
  const words: FileWords = { header: (column) => column, outcome: (outcome) => outcome, entry: (key) => key };
  const options = { format: "csv", locale: "en", words, asked: "" } as const;
  const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});
  collect();
  const before = process.memoryUsage().rss;
  let [most, longest, bytes] = [0, 0, 0];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
    most = Math.max(most, process.memoryUsage().rss - before);
  }, 5);
  const start = performance.now();
  for await (const piece of await exportEntries(systemActor(), anyEntry, options)) bytes += piece.length;
  clearInterval(timer);
  return [
    { name: say("export of all"), value: (performance.now() - start) / 1000, unit: "s" },
    { name: say("export of all, size"), value: bytes / 1e6, unit: "MB" },
    { name: say("export of all, memory growth"), value: most / 1e6, unit: "MB", limit: 100 },
    { name: say("export of all, longest stop"), value: longest, unit: "ms", limit: 200 },
  ];
}

/** A large company's year: what sensors tell, people at keypads and with the app, now and then a refusal or a fault. */
async function seed(kind: "pglite" | "pg"): Promise<void> {
  const run = (query: string) => getDb().execute(sql.raw(query));
  await run(`insert into accounts (name, api_url, token) values ('A', 'http://localhost', '\\x00')`);
  await run(
    `insert into sites (name, time_zone) select 'Site ' || n, 'Europe/Vienna' from generate_series(1, 4) n`,
  );
  await run(`insert into devices (account_id, nuki_id, type, name, server_state, admin_pin_state, battery_critical, firmware, seen_at)
    select (select id from accounts), n, 4, 'Door ' || n, 0, 0, false, '1', now() from generate_series(1, ${doors}) n`);
  await run(`insert into placements (device_id, site_id) select d.id, s.id from devices d
    join (select id, row_number() over (order by name) n from sites) s on s.n = 1 + d.nuki_id % 4`);
  await run(`insert into areas (name) values ('Public doors')`);
  await run(`insert into area_devices (area_id, device_id)
    select (select id from areas), id from devices where nuki_id <= 12`);
  await run(`insert into staff (display_name, external_id) select
    (array['Änne','Jürgen','Zoë','Max','Eva','Oskar','Mira'])[1 + n % 7] || ' ' ||
    (array['Berger','Huber','Öllinger','Weber','Steiner'])[1 + n % 5] || ' ' || n, lpad(n::text, 6, '0')
    from generate_series(1, ${people}) n`);
  await run(
    `insert into teams (name) select 'Team ' || n from generate_series(1, 50) n union all select 'Everybody new'`,
  );
  await run(`insert into staff_teams (staff_id, team_id) select s.id, t.id from staff s
    join teams t on t.name = 'Team ' || (1 + s.external_id::int % 50)
    union all select s.id, t.id from staff s join teams t on t.name = 'Everybody new' where s.external_id::int > ${people - 500}`);
  const each = 50_000;
  for (let start = 0; start < size; start += each)
    await run(
      `insert into entries (device_id, nuki_id, occurred_at, received_at, device_type, action, trigger, state, source,
        auto_unlock, auth_id, name, staff_id, person, outcome, raw)
      select d.id, n::text, facts.at, facts.at, 4, facts.action, facts.trigger, facts.state, facts.source, false,
        case when by_person then 'auth' || who end, case when by_person then s.display_name else '' end,
        case when by_person then s.id end, case when by_person then s.display_name end,
        case when facts.state in (9, 224) then 'refused' when facts.state = 1 or facts.action = 208 then 'fault'
          when facts.action in (1, 3) then 'opened' else 'event' end,
        jsonb_build_object('id', n::text, 'smartlockId', d.nuki_id, 'action', facts.action, 'trigger', facts.trigger,
          'state', facts.state)
      from (
        select n, date_trunc('milliseconds', timestamptz '2026-11-20 12:00+00' - make_interval(secs => (${size} - n) * (365.0 * 86400 / ${size}))) as at,
          1 + floor(power(hash(n, 1), 2) * ${doors})::int as door, 1 + floor(hash(n, 2) * ${people})::int as who,
          case when k < 0.45 then case when k < 0.225 then 240 else 241 end when k < 0.6 then 2 when k < 0.602 then 208 else 1 end as action,
          case when k < 0.45 then 0 when k < 0.6 then 6 when k < 0.602 then 0 when k < 0.85 then 255 when k < 0.997 then 5 else 4 end as trigger,
          case when k between 0.602 and 0.617 then 224 when k between 0.617 and 0.625 then 9 when k between 0.9 and 0.902 then 1 else 0 end as state,
          case when k between 0.602 and 0.84 then 1 when k between 0.84 and 0.848 then 2 when k between 0.848 and 0.85 then 3 else 0 end as source,
          k > 0.617 as by_person
        from (select n, hash(n, 0) as k from generate_series(${start} + 1, least(${start + each}, ${size})) n) dice
      ) facts
      join devices d on d.nuki_id = door join staff s on s.external_id = lpad(who::text, 6, '0')
      order by n`.replaceAll(
        /hash\(n, (\d)\)/g,
        "(abs(hashint8(n * 10 + $1)::bigint) % 1000003 / 1000003.0)",
      ),
    );
  // A server does it by itself, and the chore of the entries for the embedded database.
  await run(kind === "pg" ? "vacuum analyze" : "analyze");
}
