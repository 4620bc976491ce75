import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { arrayOf } from "@/lib/db/arrays";
import type { RotationId } from "@/lib/db/tables/codes";

/**
 * The people of some rotations who got a new code, with the hashes by which it and the old one are known at the doors:
 * `p(rotation_id, staff_id, old_hash, new_hash, is_current, started_at, finished_at)`.
 */
function people(rotationIds: readonly RotationId[] | "running"): SQL {
  const which =
    rotationIds === "running"
      ? sql`r.started_at is not null and r.finished_at is null and r.cancelled_at is null`
      : sql`r.id = any(${arrayOf(rotationIds)})`;
  return sql`
    select m.rotation_id, m.staff_id, new.code_hash as new_hash,
      -- Given out again, to them or to somebody else after its rest, it is no old code any more.
      case when not exists (
        select 1 from staff_codes given where given.code_hash = old.code_hash and given.retired_at is null
      ) then old.code_hash end as old_hash,
      new.retired_at is null as is_current, r.started_at, r.finished_at
    from rotation_people m
    join rotations r on r.id = m.rotation_id
    join staff_codes new on new.id = m.new_code_id
    left join staff_codes old on old.id = m.old_code_id
    where ${which}`;
}

/**
 * Person by person and door by door, how far it is. What counts is what was read from the door: the new code is on it
 * once the bound authorization was seen with it, the old one is gone once none of theirs has it any more.
 *  - `new_is`: confirmed, replaced (they have yet another code by now), blocked (it cannot be made there), waits, or
 *    unwanted (no rule wants it there, only the old one was found)
 *  - `old_on`: the old code is on the door, whoever put it there; `old_is_foreign`: not by us, so not ours to remove
 */
export function cells(rotationIds: readonly RotationId[] | "running"): SQL {
  return sql`
    p as materialized (${people(rotationIds)}),
    found as (
      select p.rotation_id, p.staff_id, c.device_id, null::boolean as is_foreign from p
        join credentials c on c.staff_id = p.staff_id and c.kind in ('keypad', 'keypad_old') and c.state <> 'removed'
      union all
      select p.rotation_id, p.staff_id, b.device_id, null from p
        join bindings b on b.staff_id = p.staff_id and b.kind in ('keypad', 'keypad_old') and b.ended_at is null
      union all
      select p.rotation_id, p.staff_id, a.device_id, b.id is null from p
        join authorizations a on a.code_hash = p.old_hash
        left join bindings b on b.device_id = a.device_id and b.auth_id = a.nuki_id and b.ended_at is null
    ),
    places as (
      select rotation_id, staff_id, device_id,
        count(is_foreign) > 0 as old_on, coalesce(bool_and(is_foreign), false) as old_is_foreign
      from found group by 1, 2, 3
    ),
    cells as (
      select p.*, places.device_id,
        case
          when seen.new_on then 'confirmed'
          when coalesce(code.state, 'removed') = 'removed' and not seen.is_bound and not seen.has_change then 'unwanted'
          when not p.is_current then 'replaced'
          when code.state = 'needs_review' and not seen.has_change then 'blocked'
          -- What happens at their doors after the end is not its business.
          when p.finished_at is not null then 'confirmed'
          else 'waits'
        end as new_is,
        places.old_on, places.old_is_foreign,
        code.state as new_state, code.reason as new_reason, code.reason_params as new_params,
        former.state as old_state, former.reason as old_reason, former.reason_params as old_params
      from places
      join p on p.rotation_id = places.rotation_id and p.staff_id = places.staff_id
      left join credentials code
        on code.staff_id = p.staff_id and code.device_id = places.device_id and code.kind = 'keypad'
      left join credentials former
        on former.staff_id = p.staff_id and former.device_id = places.device_id and former.kind = 'keypad_old'
      cross join lateral (
        select
          coalesce(bool_or(b.kind = 'keypad' and a.code_hash = p.new_hash and not a.busy), false) as new_on,
          count(*) > 0 as is_bound,
          exists (
            select 1 from changes c
            where c.staff_id = p.staff_id and c.device_id = places.device_id and c.closed_at is null
              and c.kind in ('keypad', 'keypad_old')) as has_change
        from bindings b
        join authorizations a on a.device_id = b.device_id and a.nuki_id = b.auth_id
        where b.staff_id = p.staff_id and b.device_id = places.device_id and b.ended_at is null
          and b.kind in ('keypad', 'keypad_old')
      ) as seen
    )`;
}

/**
 * The running rotations of which nothing is left to do: no old code opens anywhere, and of everybody whose new code is
 * still the present one nothing is on its way. Whether the worker has looked at somebody since it began is told by the
 * code that it wants for them, or by a look at everybody.
 */
export function completed(): SQL {
  return sql`
    with ${cells("running")}
    select r.id from rotations r
    where r.started_at is not null and r.finished_at is null and r.cancelled_at is null
      and not exists (
        select 1 from cells
        where cells.rotation_id = r.id and (cells.old_on or cells.new_is = 'waits'))
      and not exists (
        select 1 from p where p.rotation_id = r.id and p.is_current and (
          exists (
            select 1 from changes c
            where c.staff_id = p.staff_id and c.closed_at is null and c.kind in ('keypad', 'keypad_old'))
          or not (
            exists (
              select 1 from credentials c
              where c.staff_id = p.staff_id and c.kind = 'keypad' and c.wish ->> 'codeHash' = p.new_hash)
            or not exists (
              select 1 from account_sync s where s.reconciled_at is null or s.reconciled_at <= r.started_at))))`;
}
