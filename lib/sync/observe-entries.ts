import { sql } from "drizzle-orm";
import type { DeviceId, Instant } from "@/lib/access/types";
import { arrayOf } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { outcomeOf } from "@/lib/entries/words";
import { publish } from "@/lib/live/publish";
import { NukiError } from "@/lib/nuki/errors";
import type { NukiLogRow } from "@/lib/nuki/schemas";
import { withoutSecrets } from "@/lib/nuki/webhooks";
import { dayLimits } from "@/lib/retention/schema";
import type { SyncContext } from "./context";
import { type Kept, keptFromAt, loadKept } from "./kept-from";

/** Rows per statement: they travel as one parameter, which must not grow without bounds. */
const chunk = 1_000;
/** The shortest time for which a site may keep its entries. */
const shortestMs = dayLimits.entries.min * 24 * 3_600_000;
const keepsAll: Kept = { sites: [{ siteId: null, from: null }], heldStaff: [] };
/** A door that was seen to move has its entry within this time. */
const latestMs = 10 * 60_000;
/** Nothing in the entry `e` points to anybody. */
const isNobody = sql.raw(
  "e.auth_id is null and e.account_user_id is null and e.staff_id is null and e.person is null",
);

/**
 * Keeps rows of Nuki's log, once each however often they come; rows of devices that are not known here, and those that
 * retention would delete tomorrow, are left out. Returns the devices that have new ones.
 */
export async function storeEntries(context: SyncContext, rows: readonly NukiLogRow[]): Promise<DeviceId[]> {
  return [...new Set(await keepEntries(context, rows))];
}

/** The same, with the device of each row that is new. `quietly`: of old times, nobody needs to hear of it at once. */
export async function keepEntries(
  context: SyncContext,
  rows: readonly NukiLogRow[],
  { quietly = false, kept }: { quietly?: boolean; kept?: Kept } = {},
): Promise<DeviceId[]> {
  if (rows.length === 0) return [];
  // What is newer than a day is kept everywhere, and most rows are.
  const isNew = rows.every((row) => row.at > context.now() - shortestMs);
  const borders = kept ?? (isNew ? keepsAll : await loadKept(context.db, context.now()));
  return context.db.transaction(async (tx) => {
    const found: Stored[] = [];
    // Nuki tells the newest first; the order in which they are kept breaks ties within a second.
    const inOrder = [...rows].reverse();
    for (let start = 0; start < inOrder.length; start += chunk)
      found.push(...(await insert(tx, context, inOrder.slice(start, start + chunk), borders)));
    if (!quietly)
      await publish(
        tx,
        found.map(({ device_id: deviceId }) => ({ topic: "entries" as const, deviceId })),
      );
    return found.filter((row) => row.is_new).map((row) => row.device_id);
  });
}

type Stored = { device_id: DeviceId; is_new: boolean };

/**
 * Who it was is looked up now: authorizations get deleted, and people get other ones. An entry that is here is never
 * changed; but a webhook may tell less of it than the log, which comes later, and then what was left out is added. When
 * it was received stays, and so does who it was unless nothing pointed to anybody.
 */
async function insert(tx: Tx, { account, now }: SyncContext, rows: readonly NukiLogRow[], kept: Kept) {
  const sent = rows.map((row, place) => ({
    ...row,
    at: new Date(row.at).toISOString(),
    outcome: outcomeOf(row),
    raw: withoutSecrets({ feature: "DEVICE_LOGS", row: row.raw }).row,
    place,
  }));
  const borders = kept.sites.map(({ siteId, from }) => ({ site: siteId, from: timeOf(from) }));
  const stored = await tx.execute<Stored>(sql`
    with sent as (
      select r.*, d.id as device, s.id as staff_id, coalesce(l.person, s.display_name) as person,
        coalesce(r."accountUserId", a.account_user_id) as user_id,
        coalesce(nullif(r.name, ''), a.name, s.display_name, '') as shown
      from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) as r(
        "deviceId" bigint, id text, at timestamptz, "deviceType" int, action int, trigger int, state int, source int,
        "autoUnlock" boolean, "authId" text, "accountUserId" int, name text, "ajarMinutes" int, opener jsonb,
        outcome text, raw jsonb, place bigint)
      join devices d on d.account_id = ${account.id} and d.nuki_id = r."deviceId"
      left join placements p on p.device_id = d.id
      left join jsonb_to_recordset(${JSON.stringify(borders)}::jsonb) as k(site uuid, "from" timestamptz)
        on k.site = p.site_id
      left join authorizations a on a.device_id = d.id and a.nuki_id = r."authId"
      left join bindings b on b.device_id = d.id and b.auth_id = r."authId"
      left join lateral (
        select life.staff_id, life.person from authorization_lives life
          where b.bound_at > r.at and life.device_id = d.id and life.auth_id = r."authId" and life.from_at <= r.at
            and life.staff_id is not null
          order by life.from_at desc limit 1) l on true
      left join staff_account_users u
        on u.account_id = d.account_id and u.account_user_id = coalesce(r."accountUserId", a.account_user_id)
      left join staff s on s.id = coalesce(l.staff_id, b.staff_id, u.staff_id)
      where r.at >= coalesce(k."from", ${timeOf(keptFromAt(kept, null))}::timestamptz) or s.id = any(${arrayOf(kept.heldStaff)})
    ), filled as (
      update entries e
        set auth_id = coalesce(e.auth_id, r."authId"),
          account_user_id = coalesce(e.account_user_id, r."accountUserId"),
          name = case when e.name = '' then r.name else e.name end,
          source = coalesce(e.source, r.source),
          ajar_minutes = coalesce(e.ajar_minutes, r."ajarMinutes"),
          opener = coalesce(e.opener, r.opener),
          outcome = case
            when (e.source is null and r.source is not null) or (e.opener is null and r.opener is not null)
            then r.outcome else e.outcome end,
          staff_id = case when ${isNobody} then r.staff_id else e.staff_id end,
          person = case when ${isNobody} then r.person else e.person end,
          raw = r.raw || coalesce(e.raw, '{}')
        from sent r
        where e.device_id = r.device and e.nuki_id = r.id
          and ((e.auth_id is null and r."authId" is not null)
            or (e.account_user_id is null and r."accountUserId" is not null)
            or (e.name = '' and r.name <> '')
            or (e.source is null and r.source is not null)
            or (e.ajar_minutes is null and r."ajarMinutes" is not null)
            or (e.opener is null and r.opener is not null)
            or e.raw is null
            or not e.raw ?& array(select jsonb_object_keys(r.raw)))
        returning e.device_id
    ), kept as (
      insert into entries (device_id, nuki_id, occurred_at, received_at, device_type, action, trigger, state, source,
        auto_unlock, auth_id, account_user_id, name, staff_id, ajar_minutes, opener, person, outcome, raw)
      select r.device, r.id, r.at, ${timeOf(now())}::timestamptz, r."deviceType", r.action, r.trigger, r.state, r.source,
        r."autoUnlock", r."authId", r.user_id, r.shown, r.staff_id, r."ajarMinutes", r.opener, r.person, r.outcome, r.raw
      from sent r
      order by r.place
      on conflict (device_id, nuki_id) do nothing
      returning device_id
    )
    select device_id, true as is_new from kept union all select device_id, false from filled`);
  return stored.rows;
}

/** For the database: null is "since ever". */
function timeOf(instant: Instant | null): string {
  return instant === null ? "-infinity" : new Date(instant).toISOString();
}

/** The newest rows of doors that were just seen to move: one request, whatever else the walks are doing. */
export async function readLatestEntries(context: SyncContext, nukiIds: readonly number[]): Promise<void> {
  const [first] = nukiIds;
  if (first === undefined) return;
  try {
    const rows = await context.nuki.reader.listLog({
      ...(nukiIds.length === 1 ? { deviceId: first } : {}),
      fromDate: context.now() - latestMs,
    });
    await storeEntries(context, rows);
  } catch (error) {
    // The walks come by soon, and tell what is wrong.
    if (!(error instanceof NukiError)) throw error;
    context.log.debug({ err: error }, "the newest entries could not be read");
  }
}
