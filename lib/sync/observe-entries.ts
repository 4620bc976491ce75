import { sql } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import type { Tx } from "@/lib/db/connection";
import { outcomeOf } from "@/lib/entries/words";
import { publish } from "@/lib/live/publish";
import { NukiError } from "@/lib/nuki/errors";
import type { NukiLogRow } from "@/lib/nuki/schemas";
import { withoutSecrets } from "@/lib/nuki/webhooks";
import type { SyncContext } from "./context";

/** Rows per statement: they travel as one parameter, which must not grow without bounds. */
const chunk = 1_000;
/** A door that was seen to move has its entry within this time. */
const latestMs = 10 * 60_000;

/**
 * Keeps rows of Nuki's log, once each however often they come; rows of devices that are not known here are left out.
 * Returns the devices that have new ones.
 */
export async function storeEntries(context: SyncContext, rows: readonly NukiLogRow[]): Promise<DeviceId[]> {
  return [...new Set(await keepEntries(context, rows))];
}

/** The same, with the device of each row that is new. `quietly`: of old times, nobody needs to hear of it at once. */
export async function keepEntries(
  context: SyncContext,
  rows: readonly NukiLogRow[],
  { quietly = false } = {},
): Promise<DeviceId[]> {
  if (rows.length === 0) return [];
  return context.db.transaction(async (tx) => {
    const found: DeviceId[] = [];
    // Nuki tells the newest first; the order in which they are kept breaks ties within a second.
    const inOrder = [...rows].reverse();
    for (let start = 0; start < inOrder.length; start += chunk)
      found.push(...(await insert(tx, context, inOrder.slice(start, start + chunk))));
    const news = found.map((deviceId) => ({ topic: "entries" as const, deviceId }));
    if (!quietly) await publish(tx, news);
    return found;
  });
}

/** Who it was is looked up now: authorizations get deleted, and people get other ones. */
async function insert(tx: Tx, { account, now }: SyncContext, rows: readonly NukiLogRow[]) {
  const sent = rows.map((row, place) => ({
    ...row,
    at: new Date(row.at).toISOString(),
    outcome: outcomeOf(row),
    raw: withoutSecrets({ feature: "DEVICE_LOGS", row: row.raw }).row,
    place,
  }));
  const stored = await tx.execute<{ device_id: DeviceId }>(sql`
    insert into entries (device_id, nuki_id, occurred_at, received_at, device_type, action, trigger, state, source,
      auto_unlock, auth_id, account_user_id, name, staff_id, ajar_minutes, opener, person, outcome, raw)
    select d.id, r.id, r.at, ${new Date(now()).toISOString()}::timestamptz, r."deviceType", r.action, r.trigger, r.state,
      r.source, r."autoUnlock", r."authId", coalesce(r."accountUserId", a.account_user_id),
      coalesce(nullif(r.name, ''), a.name, s.display_name, ''), s.id, r."ajarMinutes", r.opener,
      s.display_name, r.outcome, r.raw
    from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb) as r(
      "deviceId" bigint, id text, at timestamptz, "deviceType" int, action int, trigger int, state int, source int,
      "autoUnlock" boolean, "authId" text, "accountUserId" int, name text, "ajarMinutes" int, opener jsonb, outcome text,
      raw jsonb, place bigint)
    join devices d on d.account_id = ${account.id} and d.nuki_id = r."deviceId"
    left join authorizations a on a.device_id = d.id and a.nuki_id = r."authId"
    left join bindings b on b.device_id = d.id and b.auth_id = r."authId"
    left join staff_account_users u
      on u.account_id = d.account_id and u.account_user_id = coalesce(r."accountUserId", a.account_user_id)
    left join staff s on s.id = coalesce(b.staff_id, u.staff_id)
    order by r.place
    on conflict (device_id, nuki_id) do nothing
    returning device_id`);
  return stored.rows.map((row) => row.device_id);
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
