import "server-only";
import { eq } from "drizzle-orm";
import { asSingleWindow, windowKey } from "@/lib/access/schedule";
import type { AreaId, DeviceId, ScheduleId, TimeWindow } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import type { Tx } from "@/lib/db/connection";
import { areaDevices, areas, devices, schedules } from "@/lib/db/schema";
import type { WantedRule } from "@/lib/import/directory";
import type { PersonalRule } from "@/lib/staff/write";
import { formatMinutes, formatWeekdays } from "@/lib/time/format";

/** A rule with the words that the audit trail keeps. */
export type NamedRule = PersonalRule & { readonly areaName: string; readonly scheduleName: string };

/** Areas and schedules for what a file names directly: found where there is one, made once where there is none. */
export interface Places {
  toRule(wanted: WantedRule): Promise<NamedRule>;
  /** Events about what was made since the last call. */
  takeAudit(): AuditEntry[];
}

export async function openPlaces(tx: Tx): Promise<Places> {
  const areaNames = new Map(
    (await tx.select({ id: areas.id, name: areas.name }).from(areas)).map(({ id, name }) => [id, name]),
  );
  const names = new Set(areaNames.values());
  const areaOfDevice = await singleDeviceAreas(tx);
  const scheduleRows = await tx.select().from(schedules);
  const nameOfSchedule = new Map(scheduleRows.map(({ id, name }) => [id, name]));
  const scheduleNames = new Set(nameOfSchedule.values());
  const scheduleOf = new Map<string, ScheduleId>();
  for (const { id, windows } of scheduleRows) {
    const window = asSingleWindow(windows);
    if (window) scheduleOf.set(windowKey(window), id);
  }
  let audit: AuditEntry[] = [];

  async function areaFor(deviceId: DeviceId): Promise<AreaId> {
    const known = areaOfDevice.get(deviceId);
    if (known) return known;
    const [device] = await tx.select({ name: devices.name }).from(devices).where(eq(devices.id, deviceId));
    const name = freeName(device?.name ?? "Door", names);
    const [made] = await tx.insert(areas).values({ name }).returning({ id: areas.id });
    if (!made) throw new Error("an insert returned no row");
    await tx.insert(areaDevices).values({ areaId: made.id, deviceId });
    areaOfDevice.set(deviceId, made.id);
    areaNames.set(made.id, name);
    audit.push({
      type: "area.created",
      subjectId: made.id,
      detail: { after: { name, devices: [device?.name] } },
    });
    return made.id;
  }

  async function scheduleFor(window: TimeWindow): Promise<ScheduleId> {
    const key = windowKey(window);
    const known = scheduleOf.get(key);
    if (known) return known;
    const name = freeName(scheduleName(window), scheduleNames);
    const [made] = await tx
      .insert(schedules)
      .values({ name, windows: [window] })
      .returning({ id: schedules.id });
    if (!made) throw new Error("an insert returned no row");
    scheduleOf.set(key, made.id);
    nameOfSchedule.set(made.id, name);
    audit.push({
      type: "schedule.created",
      subjectId: made.id,
      detail: { after: { name, windows: [window] } },
    });
    return made.id;
  }

  return {
    async toRule({ target, hours, app, keypad, remote, firstDay, lastDay }) {
      const areaId = "areaId" in target ? target.areaId : await areaFor(target.deviceId);
      const scheduleId = "scheduleId" in hours ? hours.scheduleId : await scheduleFor(hours.window);
      return {
        areaId,
        areaName: areaNames.get(areaId) ?? "",
        scheduleId,
        scheduleName: nameOfSchedule.get(scheduleId) ?? "",
        app,
        keypad,
        remote,
        firstDay,
        lastDay,
      };
    },
    takeAudit() {
      const made = audit;
      audit = [];
      return made;
    },
  };
}

/** "Mon-Fri 08:00-18:00": the same in every language, since schedules are shared by all admins. */
export function scheduleName(window: TimeWindow): string {
  return `${formatWeekdays(window.days, "en")} ${formatMinutes(window.fromMinute, window.untilMinute)}`;
}

async function singleDeviceAreas(tx: Tx): Promise<Map<DeviceId, AreaId>> {
  const rows = await tx
    .select({ areaId: areaDevices.areaId, deviceId: areaDevices.deviceId })
    .from(areaDevices);
  const sizes = new Map<AreaId, number>();
  for (const { areaId } of rows) sizes.set(areaId, (sizes.get(areaId) ?? 0) + 1);
  return new Map(
    rows.filter(({ areaId }) => sizes.get(areaId) === 1).map(({ deviceId, areaId }) => [deviceId, areaId]),
  );
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} (${number})`;
  taken.add(name);
  return name;
}
