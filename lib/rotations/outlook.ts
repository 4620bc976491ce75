import "server-only";
import { sql } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { arrayOf } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import type { Begun } from "./begin";
import type { SkipReason } from "./schema";

/** What a rotation means for people, beside what it does at the doors. */
export interface Outlook {
  readonly people: number;
  /** Sheets with a code that is still current: their paper says something wrong from then on. */
  readonly sheets: number;
  readonly doors: readonly DoorOutlook[];
  readonly skipped: readonly SkippedGroup[];
}

export interface DoorOutlook {
  readonly id: DeviceId;
  readonly name: string;
  readonly siteName: string;
  /** Old codes that stay until the new one was seen there. */
  readonly twoPhase: number;
  /** Old codes that stop working the moment the new one is written: the two cannot stand side by side there. */
  readonly inPlace: number;
}

export interface SkippedGroup {
  readonly problem: SkipReason;
  readonly count: number;
  /** The first few. */
  readonly names: readonly string[];
}

const mostNames = 8;

/** Read within the edit, after the codes were replaced and before everything is taken back. */
export async function outlookOf(tx: Tx, { chosen, replaced }: Begun): Promise<Outlook> {
  return {
    people: chosen.staffIds.length,
    sheets: await countOutdatedSheets(
      tx,
      replaced.flatMap(({ oldCodeId }) => oldCodeId ?? []),
    ),
    doors: await listDoors(tx, replaced),
    skipped: groupSkipped(chosen.skipped),
  };
}

async function listDoors(tx: Tx, replaced: Begun["replaced"]): Promise<DoorOutlook[]> {
  // What an earlier rotation left there is no overlap of this one: only who has just lost a code has one.
  const { rows } = await tx.execute<{
    id: DeviceId;
    name: string;
    site_name: string;
    two_phase: number;
    in_place: number;
  }>(sql`
    select d.id, d.name, s.name as site_name,
      (count(*) filter (where b.kind = 'keypad_old' and a.code_hash = old.code_hash))::int as two_phase,
      (count(*) filter (where b.kind = 'keypad'))::int as in_place
    from bindings b
    join authorizations a on a.device_id = b.device_id and a.nuki_id = b.auth_id
    left join staff_codes old on old.staff_id = b.staff_id
      and old.id = any(${arrayOf(replaced.flatMap(({ oldCodeId }) => oldCodeId ?? []))})
    join devices d on d.id = b.device_id
    join placements p on p.device_id = d.id
    join sites s on s.id = p.site_id
    where b.ended_at is null and b.kind in ('keypad', 'keypad_old') and b.staff_id = any(${arrayOf(replaced.map(({ staffId }) => staffId))})
    group by d.id, d.name, s.name
    order by s.name, d.name`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    siteName: row.site_name,
    twoPhase: row.two_phase,
    inPlace: row.in_place,
  }));
}

async function countOutdatedSheets(tx: Tx, oldCodeIds: readonly string[]): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from code_sheets
    where code_id = any(${arrayOf(oldCodeIds)})
      and returned_at is null and destroyed_at is null and expired_at is null`);
  return rows[0]?.count ?? 0;
}

function groupSkipped(skipped: Begun["chosen"]["skipped"]): SkippedGroup[] {
  const groups = Map.groupBy(skipped, (one) => one.problem);
  return [...groups].map(([problem, people]) => ({
    problem,
    count: people.length,
    names: people.slice(0, mostNames).map((one) => one.name),
  }));
}
