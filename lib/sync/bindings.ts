import { sql } from "drizzle-orm";
import type { AccountId, CredentialKey, CredentialKind, DeviceId, StaffId } from "@/lib/access/types";
import { arrayOf } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";

/**
 * Binds authorizations that a create of ours brought about: the same code (or account user) on a device to which we
 * sent exactly such a create. A retired code and a create that was given up count too, since Nuki may apply a write
 * long after it was accepted: where the person has another code on that door already it is bound as the former one, so
 * that it goes. Name, dates and prefixes never count (domain.md, rule 4).
 */
export async function bindDiscovered(
  tx: Tx,
  accountId: AccountId,
  deviceIds: readonly DeviceId[],
  now: Date,
): Promise<StaffId[]> {
  const list = arrayOf(deviceIds);
  const found = await tx.execute<{ staff_id: StaffId }>(sql`
    insert into bindings (staff_id, device_id, kind, auth_id, origin, change_id, bound_at)
    select staff_id, device_id, case when is_former then 'keypad_old' else kind end, nuki_id, 'created', id,
      ${now.toISOString()}::timestamptz
    from (
      select ranked.*,
        not is_current and (taken or has_current or place = 2) as is_former
      from (
        select discovered.*,
          bool_or(is_current) over (partition by staff_id, device_id, kind) as has_current,
          row_number() over (partition by staff_id, device_id, kind, is_current order by nuki_id) as place,
          exists (
            select 1 from bindings b where b.staff_id = discovered.staff_id and b.device_id = discovered.device_id
              and b.kind = discovered.kind and b.ended_at is null) as taken,
          exists (
            select 1 from bindings b where b.staff_id = discovered.staff_id and b.device_id = discovered.device_id
              and b.kind = 'keypad_old' and b.ended_at is null) as former_taken
        from (
          select distinct on (a.device_id, a.nuki_id) c.staff_id, a.device_id, c.kind, a.nuki_id, c.id,
            c.kind = 'app' or exists (
              select 1 from staff_codes k
              where k.staff_id = c.staff_id and k.code_hash = a.code_hash and k.retired_at is null) as is_current
          from authorizations a
          join changes c on c.device_id = a.device_id and c.op = 'create' and c.sent_at is not null
          where a.device_id = any(${list})
            and not exists (
              select 1 from bindings b
              where b.device_id = a.device_id and b.auth_id = a.nuki_id and b.ended_at is null)
            and (
              (a.type = 13 and c.kind = 'keypad' and exists (
                select 1 from staff_codes k where k.staff_id = c.staff_id and k.code_hash = a.code_hash))
              or (a.type = 0 and c.kind = 'app' and exists (
                select 1 from staff_account_users u
                where u.account_id = ${accountId} and u.staff_id = c.staff_id
                  and u.account_user_id = a.account_user_id)))
          order by a.device_id, a.nuki_id, c.created_at desc
        ) as discovered
      ) as ranked
    ) as placed
    where (not is_former and not taken and place = 1)
      or (is_former and not former_taken and place = (case when taken or has_current then 1 else 2 end))
    on conflict (device_id, auth_id) do update
      set staff_id = excluded.staff_id, kind = excluded.kind, change_id = excluded.change_id, ended_at = null
    returning staff_id`);
  return found.rows.map((row) => row.staff_id);
}

/** Ends the bindings whose authorization is not in the device's complete list any more. */
export async function endBindingsOfAbsent(
  tx: Tx,
  deviceIds: readonly DeviceId[],
  now: Date,
): Promise<StaffId[]> {
  const list = arrayOf(deviceIds);
  const ended = await tx.execute<{ staff_id: StaffId }>(sql`
    update bindings b set ended_at = ${now.toISOString()}::timestamptz
      where b.ended_at is null and b.device_id = any(${list})
        and not exists (
          select 1 from authorizations a where a.device_id = b.device_id and a.nuki_id = b.auth_id)
    returning b.staff_id`);
  return ended.rows.map((row) => row.staff_id);
}

/**
 * An authorization that was ours and had gone is in the list again: the list had lagged behind, or the removal came to
 * nothing. Nuki's id proves that it is the same one, also when it was adopted. A keypad code in whose place the person
 * has another one by now comes back as the former code: it still opens, so it must not be left alone.
 */
export async function reviveBindings(tx: Tx, deviceIds: readonly DeviceId[]): Promise<StaffId[]> {
  const list = arrayOf(deviceIds);
  const revived = await tx.execute<{ staff_id: StaffId }>(sql`
    update bindings b set ended_at = null, kind = back.kind
      from (
        select distinct on (staff_id, device_id, kind) id, kind
          from (
            select e.id, e.staff_id, e.device_id, e.ended_at,
              case when e.kind = 'keypad' and exists (
                select 1 from bindings o where o.staff_id = e.staff_id and o.device_id = e.device_id
                  and o.kind = 'keypad' and o.ended_at is null) then 'keypad_old' else e.kind end as kind
            from bindings e
            join authorizations a on a.device_id = e.device_id and a.nuki_id = e.auth_id
            where e.ended_at is not null and e.device_id = any(${list})
          ) as gone
          where not exists (
            select 1 from bindings o
            where o.staff_id = gone.staff_id and o.device_id = gone.device_id and o.kind = gone.kind
              and o.ended_at is null)
          order by staff_id, device_id, kind, ended_at desc
      ) as back
      where b.id = back.id
    returning b.staff_id`);
  return revived.rows.map((row) => row.staff_id);
}

/** The credentials whose authorization is gone without a removal of ours: the list may only lag behind. */
export async function findVanished(
  tx: Tx,
  staffIds: readonly StaffId[],
  since: Date,
): Promise<CredentialKey[]> {
  if (staffIds.length === 0) return [];
  const list = arrayOf(staffIds);
  const found = await tx.execute<{ staff_id: StaffId; device_id: DeviceId; kind: CredentialKind }>(sql`
    select b.staff_id, b.device_id, b.kind from bindings b
      where b.ended_at > ${since.toISOString()}::timestamptz and b.staff_id = any(${list})
        and not exists (
          select 1 from changes c
          where c.staff_id = b.staff_id and c.device_id = b.device_id
            and c.op = 'remove' and c.auth_id = b.auth_id and c.sent_at is not null)`);
  return found.rows.map((row) => ({ staffId: row.staff_id, deviceId: row.device_id, kind: row.kind }));
}
