import "server-only";
import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { admins, type SettingState, settingChanges } from "@/lib/db/schema";
import { findStored } from "./device";
import {
  factsOf,
  labelSetting,
  type Setting,
  type SettingFacts,
  type SettingPart,
  type SettingValue,
  settingsOf,
} from "./settings";

/** How long a change that failed stays beside its setting. */
const toldForMs = 24 * 3600_000;

/** A change of a setting as a person sees it. */
export interface SettingChangeView {
  readonly id: string;
  readonly before: SettingValue | null;
  readonly after: SettingValue;
  readonly state: SettingState;
  readonly reason: string | null;
  /** Nuki's own words. */
  readonly message: string | null;
  readonly by: string;
  readonly at: Date;
  /** Null while it is under way, or waits for a decision. */
  readonly closedAt: Date | null;
}

export interface SettingRow {
  readonly setting: Setting;
  /** What the device has, as it was last read. */
  readonly value: SettingValue;
  readonly change: SettingChangeView | null;
}

export interface DeviceSettings {
  readonly deviceId: DeviceId;
  readonly name: string;
  /** The label, with its change if there is one. */
  readonly label: SettingRow;
  readonly rows: readonly SettingRow[];
  readonly facts: SettingFacts;
  /** False: the device told no settings yet, or is of a type of which we know none. */
  readonly known: boolean;
}

/** The settings of a device, and what is on its way to them. Null where the actor sees no such device. */
export async function findDeviceSettings(
  actor: Actor,
  deviceId: DeviceId,
  now = new Date(),
): Promise<DeviceSettings | null> {
  assertMay(actor, "devices:read");
  const device = await findStored(getDb(), actor, deviceId);
  if (!device) return null;
  const changes = await latestChanges(deviceId, now);
  const row = (setting: Setting, value: SettingValue): SettingRow => {
    const change = changes.get(keyOf(setting)) ?? null;
    // Confirmed by a reading that is younger than the one that is stored.
    const isNewer = change?.state === "confirmed" && change.closedAt && change.closedAt > device.seenAt;
    return { setting, value: isNewer ? change.after : value, change };
  };
  const rows = settingsOf(device).map(({ setting, value }) => row(setting, value));
  return {
    deviceId,
    name: device.name,
    label: row(labelSetting, device.name),
    rows,
    facts: factsOf(device),
    known: rows.length > 0,
  };
}

const keyOf = ({ part, member }: { part: SettingPart; member: string }) => `${part} ${member}`;

async function latestChanges(deviceId: DeviceId, now: Date): Promise<Map<string, SettingChangeView>> {
  const rows = await getDb()
    .select({
      id: settingChanges.id,
      part: settingChanges.part,
      member: settingChanges.member,
      before: settingChanges.before,
      after: settingChanges.after,
      state: settingChanges.state,
      reason: settingChanges.reason,
      message: settingChanges.message,
      by: admins.name,
      at: settingChanges.createdAt,
      closedAt: settingChanges.closedAt,
    })
    .from(settingChanges)
    .innerJoin(admins, eq(admins.id, settingChanges.adminId))
    .where(
      and(
        eq(settingChanges.deviceId, deviceId),
        or(isNull(settingChanges.closedAt), gt(settingChanges.closedAt, new Date(now.getTime() - toldForMs))),
      ),
    )
    .orderBy(desc(settingChanges.createdAt), desc(settingChanges.id));
  const latest = new Map<string, SettingChangeView>();
  for (const { part, member, ...change } of rows) {
    const key = keyOf({ part, member });
    if (!latest.has(key)) latest.set(key, change);
  }
  return latest;
}
