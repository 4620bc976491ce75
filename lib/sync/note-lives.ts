import { eq, sql } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { arrayOf } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { installation } from "@/lib/db/schema";
import { boundGaps, type GapText, gapMinutes, gapsKey } from "@/lib/past/recorded";

/** Which authorization of which door. */
export interface AuthKey {
  readonly deviceId: DeviceId;
  readonly nukiId: string;
}

const chunk = 5_000;

/**
 * Keeps the history of what was on these doors: what reads differently since this reading, or belongs to somebody else,
 * ends what it was and begins as what it is. To be called while the devices still tell of the reading before, since
 * between the two it happened. Only what was written, what is gone and whose binding moved is compared, so a reading that
 * shows nothing new costs one look at the bindings; the same reading again changes nothing.
 */
export async function noteLives(
  tx: Tx,
  deviceIds: readonly DeviceId[],
  { written, absent, readAt }: { written: readonly AuthKey[]; absent: readonly AuthKey[]; readAt: Date },
): Promise<void> {
  await noteGaps(tx, deviceIds, readAt);
  await renew(tx, [...written, ...absent, ...(await movedBindings(tx, deviceIds))], readAt);
}

/** Somebody said whose these are: from now on they are, not only from the next reading on. */
export async function noteOwners(tx: Tx, deviceIds: readonly DeviceId[], at: Date): Promise<void> {
  await renew(tx, await movedBindings(tx, deviceIds), at);
}

async function renew(tx: Tx, candidates: readonly AuthKey[], at: Date): Promise<void> {
  for (let start = 0; start < candidates.length; start += chunk) {
    const part = candidates.slice(start, start + chunk);
    await endLives(tx, part, at);
    await beginLives(tx, part, at);
  }
}

/** What was there before and is there after such a time says nothing of what was there only in it. */
async function noteGaps(tx: Tx, deviceIds: readonly DeviceId[], readAt: Date): Promise<void> {
  const at = readAt.toISOString();
  const text = sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`);
  const noted = await tx.execute<{ key: string; value: GapText[] }>(sql`
    insert into installation (key, value)
    select ${gapsKey("")} || d.id,
        jsonb_build_array(jsonb_build_array(
          to_char(d.authorizations_seen_at at time zone 'UTC', ${text}), ${at}::text))
      from devices d
      where d.id = any(${arrayOf(deviceIds)})
        and d.authorizations_seen_at < ${at}::timestamptz - make_interval(mins => ${gapMinutes})
    on conflict (key) do update set value = installation.value || excluded.value
    returning key, value`);
  for (const { key, value } of noted.rows) {
    const bound = boundGaps(value);
    if (bound.length < value.length)
      await tx.update(installation).set({ value: bound }).where(eq(installation.key, key));
  }
}

/** Adopted, set aside or let go since the last reading: nothing on the door moved, but whose it is. */
async function movedBindings(tx: Tx, deviceIds: readonly DeviceId[]): Promise<AuthKey[]> {
  const found = await tx.execute<{ device_id: DeviceId; auth_id: string }>(sql`
    select l.device_id, l.auth_id from authorization_lives l
      left join bindings b on b.device_id = l.device_id and b.auth_id = l.auth_id and b.ended_at is null
      where l.until_at is null and l.device_id = any(${arrayOf(deviceIds)})
        and (l.staff_id is distinct from b.staff_id or l.kind is distinct from b.kind)`);
  return found.rows.map((row) => ({ deviceId: row.device_id, nukiId: row.auth_id }));
}

async function endLives(tx: Tx, keys: readonly AuthKey[], readAt: Date): Promise<void> {
  await tx.execute(sql`
    update authorization_lives l
      set until_at = ${readAt.toISOString()}::timestamptz,
        last_seen_at = coalesce(d.authorizations_seen_at, l.from_at)
      from ${listOf(keys)}
      join devices d on d.id = k.device_id
      left join authorizations a on a.device_id = k.device_id and a.nuki_id = k.auth_id
      left join bindings b on b.device_id = k.device_id and b.auth_id = k.auth_id and b.ended_at is null
      where l.device_id = k.device_id and l.auth_id = k.auth_id and l.until_at is null
        and (a.nuki_id is null
          or (l.name, l.enabled, l.remote_allowed, l.days, l.from_minute, l.until_minute, l.valid_from, l.valid_until,
              l.staff_id, l.kind)
            is distinct from
             (a.name, a.enabled, a.remote_allowed, a.days, a.from_minute, a.until_minute, a.valid_from, a.valid_until,
              b.staff_id, b.kind))`);
}

async function beginLives(tx: Tx, keys: readonly AuthKey[], readAt: Date): Promise<void> {
  await tx.execute(sql`
    insert into authorization_lives (device_id, auth_id, type, name, staff_id, person, kind, enabled, remote_allowed,
      days, from_minute, until_minute, valid_from, valid_until, not_before, from_at)
    select a.device_id, a.nuki_id, a.type, a.name, b.staff_id, s.display_name, b.kind, a.enabled, a.remote_allowed,
      a.days, a.from_minute, a.until_minute, a.valid_from, a.valid_until, d.authorizations_seen_at,
      ${readAt.toISOString()}::timestamptz
      from ${listOf(keys)}
      join authorizations a on a.device_id = k.device_id and a.nuki_id = k.auth_id
      join devices d on d.id = k.device_id
      left join bindings b on b.device_id = k.device_id and b.auth_id = k.auth_id and b.ended_at is null
      left join staff s on s.id = b.staff_id
      where not exists (
        select 1 from authorization_lives l
          where l.device_id = k.device_id and l.auth_id = k.auth_id and l.until_at is null)
    on conflict do nothing`);
}

/** As one parameter, however many there are; ids of Nuki are text that nobody here made. */
function listOf(keys: readonly AuthKey[]) {
  const json = JSON.stringify(keys.map(({ deviceId, nukiId }) => ({ device_id: deviceId, auth_id: nukiId })));
  return sql`jsonb_to_recordset(${json}::jsonb) as k(device_id uuid, auth_id text)`;
}
