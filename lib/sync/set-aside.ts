import { sql } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { arrayOf } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";

/** How a person's code changes at one door. */
export interface CodeStep {
  readonly staffId: StaffId;
  readonly deviceId: DeviceId;
  /** seamless: the old code stays until the new one was seen. in_place: the old one stops where the new one starts. */
  readonly mode: "seamless" | "in_place";
}

/**
 * Sets the present codes of these people aside where they are seen on a door that has a place left for the new one: what
 * is bound as their code is bound as their former code from now on. To be called before the codes are replaced. At all
 * other doors nothing is done, and the authorization is given the new code as after any change of a code.
 *
 * A door has a place left when all codes on its keypad, whoever made them, and all that are on their way to it, or will be
 * because another one was set aside a moment ago, are fewer than it holds; what is about to be removed counts. Where the
 * rules block the person's code there would be no new one beside it. Doors are taken in the order of their ids, and people
 * within.
 */
export async function setAside(tx: Tx, staffIds: readonly StaffId[]): Promise<CodeStep[]> {
  if (staffIds.length === 0) return [];
  const people = arrayOf(new Set(staffIds));
  const found = await tx.execute<{
    id: string;
    staff_id: StaffId;
    device_id: DeviceId;
    can: boolean;
    room: number;
  }>(sql`
    with doors as (
      select d.id, (case when d.type = 0 then 100 else 200 end)
          - (select count(*) from authorizations a where a.device_id = d.id and a.type = 13)
          - (select count(*) from changes c
              where c.device_id = d.id and c.op = 'create' and c.kind = 'keypad' and c.closed_at is null
                and not exists (
                  select 1 from bindings o where o.staff_id = c.staff_id and o.device_id = c.device_id
                    and o.kind = 'keypad' and o.ended_at is null))
          - (select count(*) from bindings f
              where f.device_id = d.id and f.kind = 'keypad_old' and f.ended_at is null
                and not exists (
                  select 1 from bindings o where o.staff_id = f.staff_id and o.device_id = f.device_id
                    and o.kind = 'keypad' and o.ended_at is null)
                and not exists (
                  select 1 from changes c where c.staff_id = f.staff_id and c.device_id = f.device_id
                    and c.op = 'create' and c.kind = 'keypad' and c.closed_at is null)) as room
        from devices d
        where exists (
          select 1 from bindings b where b.device_id = d.id and b.kind = 'keypad' and b.ended_at is null
            and b.staff_id = any(${people})))
    select b.id, b.staff_id, b.device_id, doors.room::int as room,
        s.status = 'active' and a.enabled and a.code_hash = k.code_hash
        and not exists (
          select 1 from credentials w where w.staff_id = b.staff_id and w.device_id = b.device_id
            and w.kind = 'keypad' and w.wish is null)
        and not exists (
          select 1 from bindings o where o.staff_id = b.staff_id and o.device_id = b.device_id
            and o.kind = 'keypad_old' and o.ended_at is null)
        and not exists (
          select 1 from changes c where c.staff_id = b.staff_id and c.device_id = b.device_id
            and c.kind in ('keypad', 'keypad_old') and c.closed_at is null and c.in_flight) as can
      from bindings b
      join doors on doors.id = b.device_id
      join staff s on s.id = b.staff_id
      join authorizations a on a.device_id = b.device_id and a.nuki_id = b.auth_id and a.type = 13
      left join staff_codes k on k.staff_id = b.staff_id and k.retired_at is null
      where b.kind = 'keypad' and b.ended_at is null and b.staff_id = any(${people})
      order by b.device_id, b.staff_id
      for update of b`);
  const room = new Map(found.rows.map((row) => [row.device_id, row.room]));
  const moved: string[] = [];
  const steps = found.rows.map((row): CodeStep => {
    const left = room.get(row.device_id) ?? 0;
    const seamless = row.can === true && left > 0;
    if (seamless) {
      room.set(row.device_id, left - 1);
      moved.push(row.id);
    }
    return {
      staffId: row.staff_id,
      deviceId: row.device_id,
      mode: seamless ? "seamless" : "in_place",
    };
  });
  if (moved.length > 0)
    await tx.execute(sql`update bindings set kind = 'keypad_old' where id = any(${arrayOf(moved)})`);
  return steps;
}
