import type { AreaId, DeviceId, ScheduleId, SiteId, StaffId, TeamId, TimeWindow } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { areaDevices, areas, rules, schedules, sites, teams } from "@/lib/db/schema";
import type { TestDatabase } from "@/lib/db/testing";
import { openOffice } from "@/lib/imports/testing";
import { weekdays } from "@/lib/time/weekdays";
import { createStaff } from "./commands";
import type { StaffInput } from "./schema";

const window = (days: number, from: number, until: number): TimeWindow => ({
  days: weekdays(days),
  fromMinute: from * 60,
  untilMinute: until * 60,
});

export interface TestOffice {
  readonly owner: Actor;
  readonly doorOf: ReadonlyMap<string, DeviceId>;
  readonly siteOf: (name: string) => SiteId;
  /** Main entrance and side entrance (offline), Vienna. */
  readonly publicArea: AreaId;
  readonly londonArea: AreaId;
  /** Mon-Fri 07-19. */
  readonly officeHours: ScheduleId;
  /** Mon-Thu 08-18 and Fri 08-15: not one window. */
  readonly shortFriday: ScheduleId;
  /** Has the public doors in office hours, keypad and app. */
  readonly engineering: TeamId;
  actor(role: Role, siteNames?: readonly string[]): Actor;
}

/** The demo office's doors with two areas, two schedules and a team that has a rule. */
export async function openPeopleOffice(database: TestDatabase): Promise<TestOffice> {
  const { db } = database;
  const { actor: owner, doorOf } = await openOffice(database);
  const siteRows = await db.select({ id: sites.id, name: sites.name }).from(sites);
  const siteOf = (name: string) => one(siteRows.filter((site) => site.name === name)).id;
  const area = async (name: string, keys: readonly string[]) => {
    const { id } = one(await db.insert(areas).values({ name }).returning());
    const deviceIds = keys.map((key) => one([doorOf.get(key)].filter((door) => door !== undefined)));
    await db.insert(areaDevices).values(deviceIds.map((deviceId) => ({ areaId: id, deviceId })));
    return id;
  };
  const schedule = async (name: string, windows: TimeWindow[]) =>
    one(await db.insert(schedules).values({ name, windows }).returning()).id;
  const publicArea = await area("Vienna, public doors", ["v-main", "v-side"]);
  const londonArea = await area("London, public doors", ["l-main"]);
  const officeHours = await schedule("Office hours", [window(31, 7, 19)]);
  const shortFriday = await schedule("Short Friday", [window(15, 8, 18), window(16, 8, 15)]);
  const engineering = one(await db.insert(teams).values({ name: "Engineering" }).returning()).id;
  await db.insert(rules).values({
    teamId: engineering,
    areaId: publicArea,
    scheduleId: officeHours,
    app: true,
    keypad: true,
  });
  return {
    owner,
    doorOf,
    siteOf,
    publicArea,
    londonArea,
    officeHours,
    shortFriday,
    engineering,
    actor: (role, siteNames) =>
      makeActor({
        adminId: owner.adminId,
        name: owner.name,
        email: owner.email,
        role,
        sites: siteNames ? siteNames.map(siteOf) : "all",
      }),
  };
}

/** What the form sends for a person of whom only this is known. */
export function person(values: Partial<StaffInput> = {}): StaffInput {
  return {
    firstName: "Anna",
    lastName: "Berger",
    displayName: "",
    externalId: "",
    email: "",
    language: "de",
    department: "",
    kind: "employee",
    notes: "",
    firstDay: "",
    lastDay: "",
    teamIds: [],
    rules: [],
    ...values,
  };
}

export async function addPerson(actor: Actor, values: Partial<StaffInput> = {}): Promise<StaffId> {
  const result = await createStaff(actor, person(values), null);
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value.staffId;
}

function one<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error("nothing there");
  return first;
}
