import "server-only";
import { and, desc, eq, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { compileWith } from "@/lib/access/former";
import { plan } from "@/lib/access/plan";
import type {
  AccessModel,
  AccountId,
  Authorization,
  Binding,
  DeviceId,
  Door,
  Instant,
  NukiAuthId,
  Observed,
  Plan,
  Rule,
  StaffId,
  StaffMember,
  TeamId,
  TimeWindow,
  Withdrawal,
} from "@/lib/access/types";
import { isAny } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import {
  accounts,
  accountUsers,
  areaDevices,
  areas,
  authorizations,
  bindings,
  devices,
  placements,
  rules,
  schedules,
  sites,
  staff,
  staffAccountUsers,
  staffCodes,
  staffTeams,
  windowChoices,
  withdrawals,
} from "@/lib/db/schema";
import type { Weekdays } from "@/lib/time/weekdays";

/** Whose credentials are meant: everybody's, or those of some staff. */
export type Scope = "all" | { readonly staffIds: readonly StaffId[] };

/** What the rules say and what Nuki shows, as far as the scope needs it: the planner's whole input. */
export interface Picture {
  readonly scope: Scope;
  readonly model: AccessModel;
  readonly observed: Observed;
}

/** Rules to credentials to plan, over one picture: the one way in which preview, worker and drift check see the difference. */
export function planOf(
  { scope, model, observed }: Picture,
  now: Instant,
): { compiled: Compiled; plan: Plan } {
  const compiled = compileWith(model, observed, now);
  return {
    compiled,
    plan: plan({
      ...compiled,
      observed,
      doors: model.doors,
      scope: scope === "all" ? "all" : new Set(scope.staffIds),
      now,
    }),
  };
}

export type Compiled = ReturnType<typeof compileWith>;

/**
 * Reads the picture within one transaction. Authorizations and bindings come whole for every device that is touched,
 * since capacity and clashes depend on what belongs to others too.
 */
export async function loadPicture(tx: Tx, scope: Scope): Promise<Picture> {
  const people = await loadStaff(tx, scope);
  const ruleRows = await loadRules(tx, scope);
  const devicesOfArea = await loadAreas(
    tx,
    scope === "all" ? null : [...new Set(ruleRows.map((rule) => rule.areaId))],
  );
  const doors = await loadDoors(tx);
  const deviceIds =
    scope === "all"
      ? null
      : [...new Set([...[...devicesOfArea.values()].flat(), ...(await devicesBoundTo(tx, scope.staffIds))])];
  return {
    scope,
    model: {
      staff: people,
      rules: ruleRows,
      schedules: await loadSchedules(tx),
      areas: devicesOfArea,
      doors,
      choices: await loadChoices(tx, scope),
      withdrawals: await loadWithdrawals(tx, scope),
    },
    observed: {
      authorizations: await loadAuthorizations(tx, deviceIds),
      bindings: await loadBindings(tx, deviceIds),
      accountUsers: await loadAccountUsers(tx, scope),
      misdirected: await loadMisdirected(tx, scope),
    },
  };
}

async function loadStaff(tx: Tx, scope: Scope): Promise<StaffMember[]> {
  const teamsOf = await tx
    .select({ staffId: staffTeams.staffId, teamId: staffTeams.teamId })
    .from(staffTeams)
    .where(scope === "all" ? undefined : isAny(staffTeams.staffId, scope.staffIds));
  const byStaff = new Map<StaffId, TeamId[]>();
  for (const { staffId, teamId } of teamsOf) {
    const list = byStaff.get(staffId);
    if (list) list.push(teamId);
    else byStaff.set(staffId, [teamId]);
  }
  const rows = await tx
    .select({
      id: staff.id,
      name: staff.displayName,
      status: staff.status,
      firstDay: staff.firstDay,
      lastDay: staff.lastDay,
      email: staff.email,
      codeHash: staffCodes.codeHash,
    })
    .from(staff)
    .leftJoin(staffCodes, and(eq(staffCodes.staffId, staff.id), isNull(staffCodes.retiredAt)))
    // A leaver without anything left on a door has nothing to plan; with a binding the person is still needed.
    .where(scope === "all" ? ne(staff.status, "removed") : isAny(staff.id, scope.staffIds));
  const oldCodes = await loadOldCodes(tx, scope);
  return rows.map(({ email, ...row }) => ({
    ...row,
    hasEmail: email !== null,
    oldCode: oldCodes.get(row.id) ?? null,
    teamIds: byStaff.get(row.id) ?? [],
  }));
}

/**
 * The code before the present one, of people who have one set aside on a door. Only the very last may stay, and only if a
 * rotation set it aside: what was replaced at once goes, and so does everything before it.
 */
async function loadOldCodes(tx: Tx, scope: Scope): Promise<Map<StaffId, StaffMember["oldCode"]>> {
  const rows = await tx
    .selectDistinctOn([staffCodes.staffId], {
      staffId: staffCodes.staffId,
      codeHash: staffCodes.codeHash,
      keepUntil: staffCodes.keepUntil,
    })
    .from(staffCodes)
    .where(
      and(
        isNotNull(staffCodes.retiredAt),
        sql`${staffCodes.staffId} in (
          select ${bindings.staffId} from ${bindings}
          where ${bindings.kind} = 'keypad_old' and ${bindings.endedAt} is null)`,
        scope === "all" ? undefined : isAny(staffCodes.staffId, scope.staffIds),
      ),
    )
    .orderBy(staffCodes.staffId, desc(staffCodes.retiredAt), desc(staffCodes.createdAt), desc(staffCodes.id));
  return new Map(
    rows.flatMap(({ staffId, codeHash, keepUntil }) =>
      keepUntil === null ? [] : [[staffId, { codeHash, keepUntil: keepUntil.getTime() }] as const],
    ),
  );
}

async function loadRules(tx: Tx, scope: Scope): Promise<Rule[]> {
  const rows = await tx
    .select()
    .from(rules)
    .where(
      scope === "all"
        ? undefined
        : or(
            isAny(rules.staffId, scope.staffIds),
            inArray(
              rules.teamId,
              tx
                .select({ id: staffTeams.teamId })
                .from(staffTeams)
                .where(isAny(staffTeams.staffId, scope.staffIds)),
            ),
          ),
    );
  return rows.map((row) => ({
    id: row.id,
    subject: subjectOf(row),
    areaId: row.areaId,
    scheduleId: row.scheduleId,
    app: row.app,
    keypad: row.keypad,
    remote: row.remote,
    firstDay: row.firstDay,
    lastDay: row.lastDay,
  }));
}

function subjectOf(row: { id: string; staffId: StaffId | null; teamId: TeamId | null }): Rule["subject"] {
  if (row.staffId) return { staffId: row.staffId };
  if (row.teamId) return { teamId: row.teamId };
  throw new Error(`rule ${row.id} has no subject`);
}

/** Areas with the devices that have a site; a device without one opens to nobody. An area may be empty. */
async function loadAreas(tx: Tx, areaIds: readonly string[] | null): Promise<AccessModel["areas"]> {
  const rows = await tx
    .select({ areaId: areas.id, deviceId: placements.deviceId })
    .from(areas)
    .leftJoin(areaDevices, eq(areaDevices.areaId, areas.id))
    .leftJoin(placements, eq(placements.deviceId, areaDevices.deviceId))
    .where(areaIds === null ? undefined : isAny(areas.id, areaIds));
  const devicesOf = new Map<(typeof rows)[number]["areaId"], DeviceId[]>();
  for (const { areaId, deviceId } of rows) {
    const list = devicesOf.get(areaId) ?? [];
    if (deviceId !== null) list.push(deviceId);
    devicesOf.set(areaId, list);
  }
  return devicesOf;
}

async function loadSchedules(tx: Tx): Promise<AccessModel["schedules"]> {
  const rows = await tx.select({ id: schedules.id, windows: schedules.windows }).from(schedules);
  return new Map(rows.map((row): [typeof row.id, TimeWindow[]] => [row.id, row.windows]));
}

async function loadChoices(tx: Tx, scope: Scope): Promise<AccessModel["choices"]> {
  return tx
    .select({
      staffId: windowChoices.staffId,
      deviceId: windowChoices.deviceId,
      kind: windowChoices.kind,
      take: windowChoices.take,
      basis: windowChoices.basis,
    })
    .from(windowChoices)
    .where(scope === "all" ? undefined : isAny(windowChoices.staffId, scope.staffIds));
}

async function loadWithdrawals(tx: Tx, scope: Scope): Promise<Withdrawal[]> {
  return tx
    .select({ staffId: withdrawals.staffId, deviceId: withdrawals.deviceId, part: withdrawals.part })
    .from(withdrawals)
    .where(scope === "all" ? undefined : isAny(withdrawals.staffId, scope.staffIds));
}

/** Devices with a site; one without is in no rule. A device that Nuki no longer lists counts as offline. */
async function loadDoors(tx: Tx): Promise<Map<DeviceId, Door>> {
  const rows = await tx
    .select({ device: devices, siteId: sites.id, timeZone: sites.timeZone })
    .from(devices)
    .innerJoin(accounts, eq(accounts.id, devices.accountId))
    .innerJoin(placements, eq(placements.deviceId, devices.id))
    .innerJoin(sites, eq(sites.id, placements.siteId));
  return new Map(
    rows.map(({ device, siteId, timeZone }): [DeviceId, Door] => [
      device.id,
      {
        id: device.id,
        accountId: device.accountId,
        siteId,
        name: device.name,
        timeZone,
        hasKeypad: device.keypadModel !== null,
        codeCapacity: device.type === 0 ? 100 : 200,
        reach: reachOf(device),
        offlineSince: device.offlineSince?.getTime() ?? null,
      },
    ]),
  );
}

/** `serverState` 4 is an outage; 1 to 3 need the device to be connected to Nuki Web again in the app (web-api.md 3.3). */
export function reachOf(device: {
  serverState: number;
  adminPinState: number;
  missingSince: Date | null;
}): Door["reach"] {
  if (device.missingSince !== null) return "offline";
  if (device.serverState === 4) return "offline";
  if (device.serverState !== 0) return "reconnect";
  return device.adminPinState === 0 ? "online" : "pin_invalid";
}

async function loadAuthorizations(tx: Tx, deviceIds: readonly string[] | null): Promise<Authorization[]> {
  const rows = await tx
    .select({
      id: authorizations.nukiId,
      deviceId: authorizations.deviceId,
      type: authorizations.type,
      accountUserId: authorizations.accountUserId,
      name: authorizations.name,
      enabled: authorizations.enabled,
      remoteAllowed: authorizations.remoteAllowed,
      days: authorizations.days,
      fromMinute: authorizations.fromMinute,
      untilMinute: authorizations.untilMinute,
      validFrom: authorizations.validFrom,
      validUntil: authorizations.validUntil,
      codeHash: authorizations.codeHash,
      busy: authorizations.busy,
    })
    .from(authorizations)
    .where(deviceIds === null ? undefined : isAny(authorizations.deviceId, deviceIds));
  return rows.map((row) => ({
    ...row,
    days: row.days as Weekdays | null,
    validFrom: row.validFrom?.getTime() ?? null,
    validUntil: row.validUntil?.getTime() ?? null,
  }));
}

async function devicesBoundTo(tx: Tx, staffIds: readonly StaffId[]): Promise<DeviceId[]> {
  const rows = await tx
    .selectDistinct({ deviceId: bindings.deviceId })
    .from(bindings)
    .where(and(isNull(bindings.endedAt), isAny(bindings.staffId, staffIds)));
  return rows.map((row) => row.deviceId);
}

async function loadBindings(tx: Tx, deviceIds: readonly string[] | null): Promise<Binding[]> {
  return tx
    .select({
      staffId: bindings.staffId,
      deviceId: bindings.deviceId,
      kind: bindings.kind,
      authId: bindings.authId,
    })
    .from(bindings)
    .where(
      and(isNull(bindings.endedAt), deviceIds === null ? undefined : isAny(bindings.deviceId, deviceIds)),
    );
}

/** Whose account user still has the person's address; any other must not be given a door. */
async function loadAccountUsers(
  tx: Tx,
  scope: Scope,
): Promise<{ accountId: AccountId; staffId: StaffId; accountUserId: number }[]> {
  return tx
    .select({
      accountId: staffAccountUsers.accountId,
      staffId: staffAccountUsers.staffId,
      accountUserId: staffAccountUsers.accountUserId,
    })
    .from(staffAccountUsers)
    .innerJoin(staff, eq(staff.id, staffAccountUsers.staffId))
    .leftJoin(
      accountUsers,
      and(
        eq(accountUsers.accountId, staffAccountUsers.accountId),
        eq(accountUsers.nukiId, staffAccountUsers.accountUserId),
      ),
    )
    .where(
      and(
        or(
          isNull(accountUsers.email),
          isNull(staff.email),
          sql`${accountUsers.email} = lower(${staff.email})`,
        ),
        scope === "all" ? undefined : isAny(staffAccountUsers.staffId, scope.staffIds),
      ),
    );
}

async function loadMisdirected(tx: Tx, scope: Scope): Promise<Set<NukiAuthId>> {
  const rows = await tx
    .select({ authId: bindings.authId })
    .from(bindings)
    .innerJoin(staff, eq(staff.id, bindings.staffId))
    .innerJoin(
      authorizations,
      and(eq(authorizations.deviceId, bindings.deviceId), eq(authorizations.nukiId, bindings.authId)),
    )
    .innerJoin(devices, eq(devices.id, bindings.deviceId))
    .innerJoin(
      accountUsers,
      and(
        eq(accountUsers.accountId, devices.accountId),
        eq(accountUsers.nukiId, authorizations.accountUserId),
      ),
    )
    .where(
      and(
        isNull(bindings.endedAt),
        eq(bindings.kind, "app"),
        sql`${accountUsers.email} <> lower(${staff.email})`,
        scope === "all" ? undefined : isAny(bindings.staffId, scope.staffIds),
      ),
    );
  return new Set(rows.map((row) => row.authId));
}
