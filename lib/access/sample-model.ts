import fc from "fast-check";
import { weekdays } from "@/lib/time/weekdays";
import {
  type AccessModel,
  type AccountId,
  type AreaId,
  type Authorization,
  type DeviceId,
  type Door,
  type NukiAuthId,
  type Observed,
  type Plan,
  type Rule,
  type RuleId,
  type ScheduleId,
  type SiteId,
  type StaffId,
  type StaffMember,
  type TeamId,
  type TimeWindow,
  type Wish,
  type Withdrawal,
  withdrawnParts,
} from "./types";

// Small offices for the tests of this folder: builders for single cases, and arbitraries that reach every rule.

export const NOW = Date.parse("2026-03-16T09:00:00Z");
export const VIENNA = "Europe/Vienna";

export const staffId = (id: string) => id as StaffId;
export const deviceId = (id: string) => id as DeviceId;
export const teamId = (id: string) => id as TeamId;
export const authId = (id: string) => id as NukiAuthId;
export const accountId = (id: string) => id as AccountId;

/** Days as a mask (31 is Monday to Friday), hours of the day. */
export function win(days: number, fromHour: number, untilHour: number): TimeWindow {
  return { days: weekdays(days), fromMinute: fromHour * 60, untilMinute: untilHour * 60 };
}

export const OFFICE = win(31, 9, 17);

export function member(id: string, details: Partial<StaffMember> = {}): StaffMember {
  return {
    id: staffId(id),
    name: `Person ${id}`,
    status: "active",
    firstDay: null,
    lastDay: null,
    hasEmail: true,
    codeHash: `code of ${id}`,
    oldCode: null,
    teamIds: [],
    ...details,
  };
}

export function door(id: string, details: Partial<Door> = {}): Door {
  return {
    id: deviceId(id),
    accountId: accountId("account"),
    siteId: "site" as SiteId,
    name: `Door ${id}`,
    timeZone: VIENNA,
    hasKeypad: true,
    codeCapacity: 200,
    reach: "online",
    offlineSince: null,
    ...details,
  };
}

export type RuleDetails = Partial<Omit<Rule, "id" | "subject" | "areaId" | "scheduleId">> & {
  staff?: string;
  team?: string;
  doors?: readonly string[];
  windows?: readonly TimeWindow[];
};

/** A model in which each rule has an area and a schedule of its own. */
export function office(
  staff: readonly StaffMember[],
  doors: readonly Door[],
  rules: readonly RuleDetails[],
  choices: AccessModel["choices"] = [],
): AccessModel {
  const named = rules.map((details, index) => ({ details, name: `${index + 1}` }));
  const all = doors.map((d) => d.id);
  return {
    staff,
    doors: new Map(doors.map((d) => [d.id, d])),
    choices,
    withdrawals: [],
    areas: new Map(named.map(({ details, name }) => [name as AreaId, details.doors?.map(deviceId) ?? all])),
    schedules: new Map(named.map(({ details, name }) => [name as ScheduleId, details.windows ?? [OFFICE]])),
    rules: named.map(({ details, name }) => ({
      id: `rule ${name}` as RuleId,
      subject: details.team ? { teamId: teamId(details.team) } : { staffId: staffId(details.staff ?? "a") },
      areaId: name as AreaId,
      scheduleId: name as ScheduleId,
      app: details.app ?? true,
      keypad: details.keypad ?? false,
      remote: details.remote ?? false,
      firstDay: details.firstDay ?? null,
      lastDay: details.lastDay ?? null,
    })),
  };
}

export function wish(details: Partial<Wish> = {}): Wish {
  return {
    name: "Person a",
    enabled: true,
    remoteAllowed: false,
    window: OFFICE,
    validFrom: null,
    validUntil: null,
    codeHash: null,
    ...details,
  };
}

export function auth(id: string, details: Partial<Authorization> = {}): Authorization {
  return {
    id: authId(id),
    deviceId: deviceId("d"),
    type: 0,
    accountUserId: null,
    name: "Person a",
    enabled: true,
    remoteAllowed: false,
    days: OFFICE.days,
    fromMinute: OFFICE.fromMinute,
    untilMinute: OFFICE.untilMinute,
    validFrom: null,
    validUntil: null,
    codeHash: null,
    busy: false,
    ...details,
  };
}

export const NOTHING: Observed = { authorizations: [], bindings: [], accountUsers: [] };

/** What Nuki would show after everything in a plan was done. */
export function afterwards(observed: Observed, { changes }: Pick<Plan, "changes">): Observed {
  const authorizations = new Map(observed.authorizations.map((item) => [item.id, item]));
  const bindings = new Map(observed.bindings.map((item) => [item.authId, item]));
  let made = 0;
  // A binding outlives the authorization that somebody deleted: its id is never given again.
  const unused = (): NukiAuthId => {
    made += 1;
    const id = authId(`new ${made}`);
    return authorizations.has(id) || bindings.has(id) ? unused() : id;
  };
  changes.forEach((change) => {
    if (change.op === "remove") {
      authorizations.delete(change.authId);
      bindings.delete(change.authId);
      return;
    }
    const id = change.op === "create" ? unused() : change.authId;
    const { staffId, deviceId, kind } = change;
    const { window, ...rest } = change.wish;
    const type = kind === "app" ? 0 : 13;
    authorizations.set(id, { ...auth(id, { ...rest, ...window, type }), deviceId });
    bindings.set(id, { staffId, deviceId, kind, authId: id });
  });
  return { ...observed, authorizations: [...authorizations.values()], bindings: [...bindings.values()] };
}

const DAYS = ["2026-02-01", "2026-03-10", "2026-03-16", "2026-03-23", "2026-03-29", "2026-04-01"];
const aDay = fc.constantFrom(...DAYS);
/** Mostly open or in order; now and then the last day lies before the first. */
const someDays = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ firstDay: null, lastDay: null }) },
  { weight: 2, arbitrary: aDay.map((firstDay) => ({ firstDay, lastDay: null })) },
  { weight: 2, arbitrary: aDay.map((lastDay) => ({ firstDay: null, lastDay })) },
  {
    weight: 4,
    arbitrary: fc.tuple(aDay, aDay).map(([a, b]) => ({ firstDay: a < b ? a : b, lastDay: a < b ? b : a })),
  },
  { weight: 1, arbitrary: fc.tuple(aDay, aDay).map(([firstDay, lastDay]) => ({ firstDay, lastDay })) },
);
const aWindow = fc.constantFrom(
  OFFICE,
  OFFICE,
  OFFICE,
  win(31, 8, 18),
  win(15, 9, 17),
  win(16, 9, 17),
  win(31, 12, 20),
  win(127, 0, 24),
);
const someWindows = fc.oneof(
  { weight: 4, arbitrary: aWindow.map((window) => [window]) },
  { weight: 1, arbitrary: fc.tuple(aWindow, aWindow) },
);
const STAFF = ["a", "b", "c"];
const TEAMS = ["s", "t"];
const DOORS = ["d", "e", "f"];

const aMember = (id: string): fc.Arbitrary<StaffMember> =>
  fc
    .record({
      status: fc.constantFrom("active", "active", "active", "active", "suspended", "removed"),
      days: fc.oneof({ weight: 3, arbitrary: fc.constant({ firstDay: null, lastDay: null }) }, someDays),
      hasEmail: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
      codeHash: fc.constantFrom(`code of ${id}`, `code of ${id}`, `new code of ${id}`, null),
      teamIds: fc.subarray(TEAMS.map(teamId), { minLength: 1 }),
    })
    .map(({ days, ...details }) => member(id, { ...details, ...days }));

const aDoor = (id: string): fc.Arbitrary<Door> =>
  fc
    .record({
      timeZone: fc.constantFrom(VIENNA, VIENNA, "America/New_York"),
      hasKeypad: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
      codeCapacity: fc.constantFrom(2, 200, 200),
      reach: fc.constantFrom("online", "online", "offline", "reconnect", "pin_invalid"),
      accountId: fc.constantFrom(accountId("account"), accountId("account"), accountId("other")),
    })
    .map((details) => door(id, details));

const aRule: fc.Arbitrary<RuleDetails> = fc
  .record({
    subject: fc.constantFrom<RuleDetails>(
      { staff: "a" },
      { staff: "b" },
      { team: "s" },
      { team: "s" },
      { team: "t" },
    ),
    doors: fc.subarray(DOORS, { minLength: 2 }),
    windows: someWindows,
    app: fc.boolean(),
    keypad: fc.boolean(),
    remote: fc.boolean(),
    days: someDays,
  })
  .map(({ subject, days, ...details }) => ({ ...details, ...subject, ...days }));

/** Also of people and doors that there are not: such a one is harmless. */
export const someWithdrawals: fc.Arbitrary<Withdrawal[]> = fc.array(
  fc.record({
    staffId: fc.constantFrom(...[...STAFF, "nobody"].map(staffId)),
    deviceId: fc.constantFrom(...[...DOORS, "nowhere"].map(deviceId)),
    part: fc.constantFrom(...withdrawnParts),
  }),
  { maxLength: 4 },
);

/** The doors do not change between two models of one office, only what people decide does. */
export const someDoors = fc.tuple(...DOORS.map(aDoor));

export function aModel(doors: readonly Door[]): fc.Arbitrary<AccessModel> {
  return fc
    .tuple(
      fc.tuple(...STAFF.map(aMember)),
      fc.array(aRule, { minLength: 1, maxLength: 6, size: "max" }),
      fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: someWithdrawals }),
    )
    .map(([staff, rules, withdrawals]) => ({ ...office(staff, doors, rules), withdrawals }));
}

/** Authorizations that nobody here made: codes that may clash, users that may be known, bridges, fobs and keypads. */
export const someForeign: fc.Arbitrary<Authorization[]> = fc
  .array(
    fc.record({
      deviceId: fc.constantFrom(...DOORS.map(deviceId)),
      type: fc.constantFrom(0, 13, 13, 1, 2, 3),
      accountUserId: fc.constantFrom(null, 1, 9),
      codeHash: fc.constantFrom(null, "code of a", "new code of b", "another"),
    }),
    { maxLength: 5 },
  )
  .map((list) => list.map((details, index) => auth(`foreign ${index}`, details)));

export const someUsers: fc.Arbitrary<Observed["accountUsers"]> = fc.subarray([
  { accountId: accountId("account"), staffId: staffId("a"), accountUserId: 1 },
  { accountId: accountId("account"), staffId: staffId("b"), accountUserId: 2 },
  { accountId: accountId("other"), staffId: staffId("b"), accountUserId: 1 },
]);
