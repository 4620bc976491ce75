import "server-only";
import { eq, isNotNull } from "drizzle-orm";
import type {
  AreaId,
  Binding,
  DeviceId,
  ScheduleId,
  SiteId,
  StaffId,
  TeamId,
  TimeWindow,
} from "@/lib/access/types";
import { type Tx, transact } from "@/lib/db/connection";
import {
  areaDevices,
  areas,
  authorizations,
  devices,
  installation,
  placements,
  rules,
  schedules,
  sites,
  staff,
  staffCodes,
  staffTeams,
  teams,
} from "@/lib/db/schema";
import { ensureCodes } from "@/lib/staff/codes";
import { adopt } from "@/lib/sync/adopt";
import type { SyncContext } from "@/lib/sync/context";
import { takeTurn } from "@/lib/sync/turn";
import { parseMinute } from "@/lib/time/minutes";
import { weekdays } from "@/lib/time/weekdays";
import { type DemoOffice, demoOffice } from "./office";

const seededKey = "demo_seeded";

/**
 * Fills an empty installation with the demo office, once. Its staff have their authorizations on the simulated doors
 * already; they are adopted, so the office starts with nothing to do.
 */
export async function seedDemo(context: SyncContext): Promise<void> {
  const [seeded] = await context.db.select().from(installation).where(eq(installation.key, seededKey));
  if (seeded) return;
  await takeTurn(context, []);
  const found = await transact((tx) => seedOffice(tx, context, demoOffice));
  await adopt(context, found);
  await takeTurn(context, "all");
  await context.db.insert(installation).values({ key: seededKey, value: true });
}

async function seedOffice(tx: Tx, context: SyncContext, office: DemoOffice): Promise<Binding[]> {
  const now = new Date(context.now());
  const siteIds = await seedSites(tx, office);
  const deviceIds = await placeDevices(tx, office, siteIds);
  const areaIds = await seedAreas(tx, office, deviceIds);
  const scheduleIds = await seedSchedules(tx, office);
  const teamIds = await seedTeams(tx, office, areaIds, scheduleIds);
  const staffIds = await seedStaff(tx, office, teamIds);
  const matches = await matchAuthorizations(tx, staffIds);
  await takeOverCodes(tx, context, matches);
  await ensureCodes(tx, [...staffIds.values()], now);
  return matches.map(({ code: _code, ...binding }) => binding);
}

async function seedSites(tx: Tx, office: DemoOffice): Promise<Map<string, SiteId>> {
  const ids = new Map<string, SiteId>();
  for (const { key, name, timeZone } of office.sites) {
    const [row] = await tx.insert(sites).values({ name, timeZone }).returning({ id: sites.id });
    if (row) ids.set(key, row.id);
  }
  return ids;
}

async function placeDevices(
  tx: Tx,
  office: DemoOffice,
  siteIds: ReadonlyMap<string, SiteId>,
): Promise<Map<string, DeviceId>> {
  const rows = await tx.select({ id: devices.id, name: devices.name }).from(devices);
  const byName = new Map(rows.map((row) => [row.name, row.id]));
  const ids = new Map<string, DeviceId>();
  for (const device of office.devices) {
    const deviceId = byName.get(device.name);
    const siteId = siteIds.get(device.site);
    if (!deviceId || !siteId) throw new Error(`the simulator does not know the demo's door ${device.name}`);
    await tx.insert(placements).values({ deviceId, siteId });
    ids.set(device.key, deviceId);
  }
  return ids;
}

async function seedAreas(
  tx: Tx,
  office: DemoOffice,
  deviceIds: ReadonlyMap<string, DeviceId>,
): Promise<Map<string, AreaId>> {
  const ids = new Map<string, AreaId>();
  for (const area of office.areas) {
    const [row] = await tx.insert(areas).values({ name: area.name }).returning({ id: areas.id });
    if (!row) continue;
    ids.set(area.key, row.id);
    await tx
      .insert(areaDevices)
      .values(area.devices.map((key) => ({ areaId: row.id, deviceId: required(deviceIds, key) })));
  }
  return ids;
}

async function seedSchedules(tx: Tx, office: DemoOffice): Promise<Map<string, ScheduleId>> {
  const ids = new Map<string, ScheduleId>();
  for (const { key, name, windows } of office.schedules) {
    const [row] = await tx
      .insert(schedules)
      .values({ name, windows: windows.map(windowOf) })
      .returning({ id: schedules.id });
    if (row) ids.set(key, row.id);
  }
  return ids;
}

/** "1111100" is Monday to Friday. */
function windowOf({ days, from, until }: DemoOffice["schedules"][number]["windows"][number]): TimeWindow {
  const mask = [...days].reduce((sum, digit, index) => (digit === "1" ? sum + 2 ** index : sum), 0);
  return {
    days: weekdays(mask),
    fromMinute: parseMinute(from) ?? 0,
    untilMinute: parseMinute(until) ?? 1440,
  };
}

async function seedTeams(
  tx: Tx,
  office: DemoOffice,
  areaIds: ReadonlyMap<string, AreaId>,
  scheduleIds: ReadonlyMap<string, ScheduleId>,
): Promise<Map<string, TeamId>> {
  const ids = new Map<string, TeamId>();
  for (const team of office.teams) {
    const [row] = await tx.insert(teams).values({ name: team.name }).returning({ id: teams.id });
    if (!row) continue;
    ids.set(team.key, row.id);
    await tx.insert(rules).values(
      team.rules.map(({ area, schedule, app, keypad, remote }) => ({
        teamId: row.id,
        areaId: required(areaIds, area),
        scheduleId: required(scheduleIds, schedule),
        app,
        keypad,
        remote,
      })),
    );
  }
  return ids;
}

async function seedStaff(
  tx: Tx,
  office: DemoOffice,
  teamIds: ReadonlyMap<string, TeamId>,
): Promise<Map<string, StaffId>> {
  const ids = new Map<string, StaffId>();
  for (const { team, ...person } of office.staff) {
    const displayName = `${person.firstName} ${person.lastName}`;
    const [row] = await tx
      .insert(staff)
      .values({ ...person, displayName })
      .returning({ id: staff.id });
    if (!row) continue;
    ids.set(displayName, row.id);
    await tx.insert(staffTeams).values({ staffId: row.id, teamId: required(teamIds, team) });
  }
  return ids;
}

type Match = Binding & { code: { sealed: Buffer } | null };

/** The demo's names are unique, so here, and only here, a name is enough to know whose an authorization is. */
async function matchAuthorizations(tx: Tx, staffIds: ReadonlyMap<string, StaffId>): Promise<Match[]> {
  const rows = await tx
    .select({
      deviceId: authorizations.deviceId,
      authId: authorizations.nukiId,
      type: authorizations.type,
      name: authorizations.name,
      code: authorizations.code,
    })
    .from(authorizations)
    .innerJoin(placements, eq(placements.deviceId, authorizations.deviceId))
    .where(isNotNull(authorizations.name));
  return rows.flatMap(({ type, name, code, ...row }): Match[] => {
    const staffId = staffIds.get(name);
    if (!staffId || (type !== 0 && type !== 13)) return [];
    const kind = type === 13 ? "keypad" : "app";
    return [{ ...row, staffId, kind, code: code === null ? null : { sealed: code } }];
  });
}

/** The codes that these people type at the doors today stay theirs. */
async function takeOverCodes(
  tx: Tx,
  { secrets, now }: SyncContext,
  matches: readonly Match[],
): Promise<void> {
  const done = new Set<StaffId>();
  for (const { staffId, authId, code } of matches) {
    if (code === null || done.has(staffId)) continue;
    done.add(staffId);
    const plain = secrets.unseal(code.sealed, `authorization_code:${authId}`);
    const id = crypto.randomUUID();
    await tx.insert(staffCodes).values({
      id,
      staffId,
      code: secrets.seal(plain, `staff_code:${id}`),
      codeHash: secrets.hashCode(plain),
      createdAt: new Date(now()),
    });
  }
}

function required<T>(ids: ReadonlyMap<string, T>, key: string): T {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`the demo office names ${key}, which it does not describe`);
  return id;
}
