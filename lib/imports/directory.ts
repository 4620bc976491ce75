import "server-only";
import { asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { AreaId, DeviceId, StaffId, TeamId } from "@/lib/access/types";
import type { Tx } from "@/lib/db/connection";
import {
  areaDevices,
  areas,
  devices,
  placements,
  rules,
  schedules,
  staff,
  staffCodes,
  staffTeams,
  teams,
} from "@/lib/db/schema";
import type { Directory, ExistingStaff, WantedRule } from "@/lib/import/directory";

/** All that a file is compared with, in one set of queries. Devices without a site take no part in rules yet. */
export async function loadDirectory(tx: Tx): Promise<Directory> {
  const deviceIdsOf = grouped(await tx.select().from(areaDevices), (row) => row.areaId);
  const areaRows = await tx.select({ id: areas.id, name: areas.name }).from(areas).orderBy(asc(areas.name));
  return {
    staff: await loadStaff(tx),
    teams: await tx.select({ id: teams.id, name: teams.name }).from(teams).orderBy(asc(teams.name)),
    areas: areaRows.map((area) => ({
      ...area,
      deviceIds: (deviceIdsOf.get(area.id) ?? []).map((row): DeviceId => row.deviceId),
    })),
    devices: await tx
      .select({ id: devices.id, name: devices.name, siteId: placements.siteId })
      .from(devices)
      .innerJoin(placements, eq(placements.deviceId, devices.id))
      .where(isNull(devices.missingSince))
      .orderBy(asc(devices.name)),
    schedules: await tx
      .select({ id: schedules.id, name: schedules.name, windows: schedules.windows })
      .from(schedules)
      .orderBy(asc(schedules.name)),
  };
}

/** Hash of the current code of everybody who has one. */
export async function loadCodeHashes(tx: Tx): Promise<Map<StaffId, string>> {
  const rows = await tx
    .select({ staffId: staffCodes.staffId, codeHash: staffCodes.codeHash })
    .from(staffCodes)
    .where(isNull(staffCodes.retiredAt));
  return new Map(rows.map((row) => [row.staffId, row.codeHash]));
}

async function loadStaff(tx: Tx): Promise<ExistingStaff[]> {
  const teamsOf = grouped(await tx.select().from(staffTeams), (row) => row.staffId);
  const personal = await tx
    .select({
      staffId: rules.staffId,
      areaId: rules.areaId,
      scheduleId: rules.scheduleId,
      app: rules.app,
      keypad: rules.keypad,
      remote: rules.remote,
      firstDay: rules.firstDay,
      lastDay: rules.lastDay,
    })
    .from(rules)
    .where(isNotNull(rules.staffId))
    .orderBy(asc(rules.createdAt), asc(rules.id));
  const rulesOf = grouped(personal, (row) => row.staffId);
  const rows = await tx.select().from(staff).orderBy(asc(staff.displayName), asc(staff.id));
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    externalId: row.externalId,
    firstName: row.firstName,
    lastName: row.lastName,
    name: row.displayName,
    email: row.email,
    language: row.language,
    department: row.department || null,
    notes: row.notes || null,
    firstDay: row.firstDay,
    lastDay: row.lastDay,
    teamIds: (teamsOf.get(row.id) ?? []).map((member): TeamId => member.teamId),
    rules: (rulesOf.get(row.id) ?? []).map(toWanted),
  }));
}

function toWanted(row: {
  areaId: AreaId;
  scheduleId: Extract<WantedRule["hours"], { scheduleId: unknown }>["scheduleId"];
  app: boolean;
  keypad: boolean;
  remote: boolean;
  firstDay: string | null;
  lastDay: string | null;
}): WantedRule {
  const { areaId, scheduleId, app, keypad, remote, firstDay, lastDay } = row;
  return { target: { areaId }, hours: { scheduleId }, app, keypad, remote, firstDay, lastDay };
}

function grouped<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
