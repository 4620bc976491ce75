import "server-only";
import { and, asc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { AreaId, DeviceId, StaffId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import { areaDevices, devices, rules, staff, staffTeams, withdrawals } from "@/lib/db/schema";
import { personOfRule } from "@/lib/rules/touched";
import type { WithdrawalItem } from "./commands";

/** What was withdrawn at a door that leaves an area: a withdrawal is about one door and does not follow by itself. */
export interface LeavingWithdrawals {
  readonly deviceId: DeviceId;
  readonly doorName: string;
  readonly count: number;
  readonly people: number;
  /** The first of them, by name. */
  readonly names: readonly { readonly name: string; readonly hasLeft: boolean }[];
  /** Doors that come into the area, and how many of these people do not have them already. */
  readonly to: readonly { readonly deviceId: DeviceId; readonly doorName: string; readonly people: number }[];
}

/** Doors that an edit takes out of an area, and those that it puts in. */
export interface LeavingDoors {
  readonly areaId: AreaId;
  readonly left: readonly DeviceId[];
  readonly came: readonly DeviceId[];
}

const mostNames = 20;

/** The withdrawals at the doors that leave, and where they may be taken along to. */
export async function listLeaving(
  db: Db | Tx,
  doors: LeavingDoors,
  now: Date,
): Promise<LeavingWithdrawals[]> {
  const rows = await withdrawnAt(db, doors.left);
  if (rows.length === 0) return [];
  const [names, owners] = [await namesOf(db, [...doors.left, ...doors.came]), await ownersOf(db, doors, now)];
  const named = (deviceId: DeviceId) => ({ deviceId, doorName: names.get(deviceId) ?? "" });
  return [...Map.groupBy(rows, (row) => row.deviceId)].map(([deviceId, group]) => {
    const people = [...new Map(group.map((row) => [row.staffId, row])).values()];
    return {
      ...named(deviceId),
      count: group.length,
      people: people.length,
      names: people.slice(0, mostNames).map(({ name, status }) => ({ name, hasLeft: status === "removed" })),
      to: doors.came.map((id) => ({
        ...named(id),
        people: people.filter((row) => !owners.has(placeOf(row.staffId, id))).length,
      })),
    };
  });
}

/** The same withdrawals at other doors. Nobody loses a door that rules of other areas give them already. */
export async function itemsTakenAlong(
  tx: Tx,
  areaId: AreaId,
  pairs: readonly { readonly from: DeviceId; readonly to: DeviceId }[],
  now: Date,
): Promise<WithdrawalItem[]> {
  const [left, came] = [pairs.map((pair) => pair.from), pairs.map((pair) => pair.to)];
  const rows = await withdrawnAt(tx, left);
  if (rows.length === 0) return [];
  const owners = await ownersOf(tx, { areaId, left, came }, now);
  return pairs.flatMap(({ from, to }) =>
    rows
      .filter((row) => row.deviceId === from && !owners.has(placeOf(row.staffId, to)))
      .map(({ staffId, part, reason, reviewId }) => ({
        ...{ staffId, part, reason, from },
        deviceId: to,
        ...(reviewId === null ? {} : { reviewId }),
      })),
  );
}

function withdrawnAt(db: Db | Tx, deviceIds: readonly DeviceId[]) {
  return db
    .select({
      staffId: withdrawals.staffId,
      deviceId: withdrawals.deviceId,
      part: withdrawals.part,
      reason: withdrawals.reason,
      reviewId: withdrawals.reviewId,
      name: staff.displayName,
      status: staff.status,
    })
    .from(withdrawals)
    .innerJoin(staff, eq(staff.id, withdrawals.staffId))
    .where(inArray(withdrawals.deviceId, [...deviceIds]))
    .orderBy(asc(sql`${staff.displayName} collate "und-x-icu"`), asc(staff.id), asc(withdrawals.part));
}

async function namesOf(db: Db | Tx, ids: readonly DeviceId[]): Promise<Map<DeviceId, string>> {
  const rows = await db
    .select({ id: devices.id, name: devices.name })
    .from(devices)
    .where(inArray(devices.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Who has which of the doors that come by rules of other areas: for them it stands in for nothing. */
async function ownersOf(db: Db | Tx, { areaId, left, came }: LeavingDoors, now: Date): Promise<Set<string>> {
  if (came.length === 0) return new Set();
  const isMeant = sql`${personOfRule} in (
    select ${withdrawals.staffId} from ${withdrawals} where ${inArray(withdrawals.deviceId, [...left])})`;
  const rows = await db
    .selectDistinct({ staffId: personOfRule, deviceId: areaDevices.deviceId })
    .from(rules)
    .leftJoin(staffTeams, eq(staffTeams.teamId, rules.teamId))
    .innerJoin(areaDevices, eq(areaDevices.areaId, rules.areaId))
    .where(
      and(
        ne(rules.areaId, areaId),
        inArray(areaDevices.deviceId, [...came]),
        or(isNull(rules.lastDay), sql`${rules.lastDay} >= ${now.toISOString().slice(0, 10)}`),
        isMeant,
      ),
    );
  return new Set(rows.map((row) => placeOf(row.staffId, row.deviceId)));
}

function placeOf(staffId: StaffId, deviceId: DeviceId): string {
  return `${staffId}|${deviceId}`;
}
