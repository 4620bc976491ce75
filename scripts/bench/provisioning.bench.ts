import { callsOf } from "@/lib/access/calls";
import { compile } from "@/lib/access/compile";
import { plan } from "@/lib/access/plan";
import type {
  AccessModel,
  AccountId,
  AreaId,
  DeviceId,
  Door,
  RuleId,
  ScheduleId,
  SiteId,
  StaffId,
} from "@/lib/access/types";
import { weekdays } from "@/lib/time/weekdays";

const people = 300;
const now = Date.parse("2026-03-02T08:00:00Z");

/** How many create calls it takes to give 300 people a code: one each, whatever the number of doors. */
export async function bench() {
  return [2, 20, 100].map((doors) => ({
    name: `calls to give ${people} people a code on ${doors} doors`,
    value: countCreates(doors),
    unit: "calls",
    limit: people,
  }));
}

function countCreates(doors: number): number {
  const model = office(doors);
  const observed = { authorizations: [], bindings: [], accountUsers: [] };
  const planned = plan({ ...compile(model, now), observed, doors: model.doors, scope: "all", now });
  return callsOf(planned, observed).length;
}

function office(count: number): AccessModel {
  const doors = Array.from({ length: count }, (_, index) => door(index));
  const area = "area" as AreaId;
  const schedule = "schedule" as ScheduleId;
  return {
    staff: Array.from({ length: people }, (_, index) => ({
      id: `staff-${index}` as StaffId,
      name: `Person ${index}`,
      status: "active" as const,
      firstDay: null,
      lastDay: null,
      hasEmail: false,
      codeHash: `hash-${index}`,
      oldCode: null,
      teamIds: [],
    })),
    rules: Array.from({ length: people }, (_, index) => ({
      id: `rule-${index}` as RuleId,
      subject: { staffId: `staff-${index}` as StaffId },
      areaId: area,
      scheduleId: schedule,
      app: false,
      keypad: true,
      remote: false,
      firstDay: null,
      lastDay: null,
    })),
    schedules: new Map([[schedule, [{ days: weekdays(31), fromMinute: 420, untilMinute: 1140 }]]]),
    areas: new Map([[area, doors.map(({ id }) => id)]]),
    doors: new Map(doors.map((one) => [one.id, one])),
    choices: [],
    withdrawals: [],
  };
}

function door(index: number): Door {
  return {
    id: `door-${index}` as DeviceId,
    accountId: "account" as AccountId,
    siteId: "site" as SiteId,
    name: `Door ${index}`,
    timeZone: "Europe/Vienna",
    hasKeypad: true,
    // Room for all, so that the calls and not the capacity are measured.
    codeCapacity: people,
    reach: "online",
    offlineSince: null,
  };
}
