import { MINUTES_PER_DAY } from "@/lib/time/minutes";
import { lastSecondOfDay, startOfDay } from "@/lib/time/zones";
import { type Grant, type Resolution, resolveGrants } from "./grants";
import { authorizationName } from "./names";
import {
  asSingleWindow,
  largestInside,
  minutesPerWeek,
  normalise,
  scheduleKey,
  smallestAround,
} from "./schedule";
import type {
  AccessCredential,
  AccessKind,
  AccessModel,
  BlockedCredential,
  BlockReason,
  CredentialKey,
  Door,
  GrantedSpan,
  Instant,
  LocalDate,
  Rule,
  RuleId,
  ScheduleId,
  StaffId,
  StaffMember,
  TeamId,
  TimeWindow,
  WindowChoice,
  WindowOptions,
  Wish,
  WithdrawnPart,
  WithheldAccess,
} from "./types";

const DAY_MS = 86_400_000;

/**
 * What the rules want, person by person and door by door. A credential is either wanted or blocked with a reason that a
 * person can act on; what has ended is neither. Suspended people want their authorizations switched off, so nothing
 * that hinders making one (no e-mail, windows that differ) blocks them. What was withdrawn is not wanted, whatever stands
 * in its way: it is told apart, so that people can be told why.
 */
export function compile(model: AccessModel, now: Instant): Compilation {
  const compiler = new Compiler(model, now);
  for (const member of model.staff) compiler.addMember(member);
  return { credentials: compiler.credentials, blocked: compiler.blocked, withheld: compiler.withheld };
}

export interface Compilation {
  readonly credentials: AccessCredential[];
  readonly blocked: BlockedCredential[];
  readonly withheld: WithheldAccess[];
}

interface Week {
  readonly windows: readonly TimeWindow[];
  readonly key: string;
}

/** `empty`: the last day lies before the first, and has not passed yet. */
type Range = { readonly from: Instant; readonly until: Instant } | "empty" | "ended";

type Stretch = Pick<Grant, "from" | "until" | "remote">;

type Found = Exclude<Resolution, { kind: "none" }>;

/** What meets on one staff x device x kind before it is resolved. */
interface Meeting {
  readonly personal: Grant[];
  readonly team: Grant[];
  readonly empty: RuleId[];
}

type AccessKey = CredentialKey & { readonly kind: AccessKind };

const KINDS: readonly AccessKind[] = ["app", "keypad"];

class Compiler {
  readonly credentials: AccessCredential[] = [];
  readonly blocked: BlockedCredential[] = [];
  readonly withheld: WithheldAccess[] = [];
  private readonly withdrawn = new Map<string, Set<WithdrawnPart>>();
  private readonly rulesOfStaff: ReadonlyMap<StaffId, readonly Rule[]>;
  private readonly rulesOfTeam: ReadonlyMap<TeamId, readonly Rule[]>;
  private readonly choices: ReadonlyMap<string, readonly WindowChoice[]>;
  private readonly weeks = new Map<ScheduleId, Week>();
  private readonly singles = new Map<string, TimeWindow | null>();
  private readonly ranges = new Map<string, Range>();
  /** Of the person at hand: cutting a name is dear, and each door asks again. */
  private names: Record<AccessKind, string> = { app: "", keypad: "" };

  constructor(
    private readonly model: AccessModel,
    private readonly now: Instant,
  ) {
    this.rulesOfStaff = grouped(model.rules, (rule) =>
      "staffId" in rule.subject ? rule.subject.staffId : null,
    );
    this.rulesOfTeam = grouped(model.rules, (rule) =>
      "teamId" in rule.subject ? rule.subject.teamId : null,
    );
    this.choices = grouped(model.choices, (choice) => choiceKey(choice));
    for (const { staffId, deviceId, part } of model.withdrawals) {
      const parts = this.withdrawn.get(`${staffId}|${deviceId}`);
      if (parts) parts.add(part);
      else this.withdrawn.set(`${staffId}|${deviceId}`, new Set([part]));
    }
  }

  addMember(member: StaffMember): void {
    if (member.status === "removed") return;
    this.names = {
      app: authorizationName(member.name, "app"),
      keypad: authorizationName(member.name, "keypad"),
    };
    const personal = this.rulesOfStaff.get(member.id) ?? [];
    const team = [...new Set(member.teamIds)].flatMap((teamId) => this.rulesOfTeam.get(teamId) ?? []);
    for (const kind of KINDS) {
      const meetings = new Map<Door, Meeting>();
      for (const rule of personal) this.collect(meetings, member, rule, kind, "personal");
      for (const rule of team) this.collect(meetings, member, rule, kind, "team");
      for (const [door, meeting] of meetings) {
        const settled = this.settle(member, door, kind, meeting);
        if (settled) this.keep(settled);
      }
    }
  }

  /** Takes off what was withdrawn, after the rules were settled: what stays is as it was, so this only narrows. */
  private keep(settled: AccessCredential | BlockedCredential): void {
    const { staffId, deviceId, kind, ruleIds } = settled;
    const parts = this.withdrawn.size > 0 ? this.withdrawn.get(`${staffId}|${deviceId}`) : undefined;
    const part = parts?.has("all") ? "all" : parts?.has(kind) ? kind : null;
    if (part !== null) {
      this.withheld.push({ staffId, deviceId, kind, part, ruleIds });
      return;
    }
    const isLess = parts?.has("remote") === true && isRemote(settled);
    if (isLess) this.withheld.push({ staffId, deviceId, kind, part: "remote", ruleIds });
    const left = isLess ? withoutRemote(settled) : settled;
    if ("reason" in left) this.blocked.push(left);
    else this.credentials.push(left);
  }

  private collect(
    meetings: Map<Door, Meeting>,
    member: StaffMember,
    rule: Rule,
    kind: AccessKind,
    level: "personal" | "team",
  ): void {
    if (!rule[kind]) return;
    const week = this.week(rule.scheduleId);
    // Doors of one zone share the grant.
    const grants = new Map<string, Grant | "empty" | "ended">();
    for (const deviceId of new Set(known(this.model.areas, rule.areaId, "area"))) {
      const door = known(this.model.doors, deviceId, "door");
      let grant = grants.get(door.timeZone);
      if (grant === undefined) {
        const range = this.range(member, rule, door.timeZone);
        grant = typeof range === "string" ? range : grantOf(rule, week, range, kind);
        grants.set(door.timeZone, grant);
      }
      if (grant === "ended") continue;
      let meeting = meetings.get(door);
      if (!meeting) {
        meeting = { personal: [], team: [], empty: [] };
        meetings.set(door, meeting);
      }
      if (grant === "empty") meeting.empty.push(rule.id);
      else meeting[level].push(grant);
    }
  }

  private settle(
    member: StaffMember,
    door: Door,
    kind: AccessKind,
    meeting: Meeting,
  ): AccessCredential | BlockedCredential | null {
    const key: AccessKey = { staffId: member.id, deviceId: door.id, kind };
    const found = resolveGrants(meeting.personal, meeting.team, this.now);
    const suspended = member.status === "suspended";
    const codeHash = kind === "keypad" ? member.codeHash : null;
    if (found.kind === "none") {
      const block = meeting.empty.length > 0 && !suspended;
      return block ? { ...blocked(key, "empty_range", meeting.empty.toSorted()), codeHash } : null;
    }
    const ruleIds = rulesOf(found);
    if (kind === "keypad" && !door.hasKeypad) {
      // The app opens this door too, where the rule gives both.
      if (!found.grants.some((grant) => grant.keypadOnly)) return null;
      if (!suspended) return { ...blocked(key, "no_keypad", ruleIds), codeHash, granted: spansOf(found) };
    }
    if (kind === "keypad" && codeHash === null) return suspended ? null : blocked(key, "no_code", ruleIds);
    if (suspended) return { ...key, wish: this.switchedOff(member, kind, found), sendFrom: null, ruleIds };
    if (found.kind === "dates_differ")
      return { ...blocked(key, "dates_differ", ruleIds), codeHash, granted: spansOf(found) };

    const window = this.single(found) ?? this.chosen(key, found);
    if (!window) {
      const options = optionsOf(found.key, found.windows);
      const granted = spansOf(found);
      return { ...blocked(key, "windows_differ", ruleIds), codeHash, granted, options };
    }
    const wish = this.wish(member, kind, window, found);
    if (kind === "app" && !member.hasEmail) {
      return { ...blocked(key, "no_email", ruleIds), granted: spansOf(found), wish };
    }
    const sendFrom = kind === "app" && found.from - DAY_MS > this.now ? found.from - DAY_MS : null;
    return { ...key, wish, sendFrom, ruleIds };
  }

  /** Which window a switched-off authorization carries hardly matters, but it never grants more than the rules did. */
  private switchedOff(member: StaffMember, kind: AccessKind, found: Found): Wish {
    const of = found.kind === "one" ? found : found.grants.find((grant) => grant.until >= this.now);
    const window = of && (this.single(of) ?? largestInside(of.windows));
    if (!of || !window) throw new Error("a resolution without a grant");
    return { ...this.wish(member, kind, window, of), enabled: false };
  }

  private wish(member: StaffMember, kind: AccessKind, window: TimeWindow, grant: Stretch): Wish {
    return {
      name: this.names[kind],
      enabled: true,
      remoteAllowed: grant.remote,
      window,
      validFrom: finite(grant.from),
      validUntil: finite(grant.until),
      codeHash: kind === "keypad" ? member.codeHash : null,
    };
  }

  private week(scheduleId: ScheduleId): Week {
    const cached = this.weeks.get(scheduleId);
    if (cached) return cached;
    const windows = normalise(known(this.model.schedules, scheduleId, "schedule").map(untilDaysEnd));
    const week = { windows, key: scheduleKey(windows) };
    this.weeks.set(scheduleId, week);
    return week;
  }

  private single(week: Week): TimeWindow | null {
    const cached = this.singles.get(week.key);
    if (cached !== undefined) return cached;
    const single = asSingleWindow(week.windows);
    this.singles.set(week.key, single);
    return single;
  }

  private chosen(key: AccessKey, { key: basis, windows }: Week): TimeWindow | null {
    if (this.choices.size === 0) return null;
    const taken = (this.choices.get(choiceKey(key)) ?? []).filter((choice) => choice.basis === basis);
    if (taken.length === 0) return null;
    return taken.every((choice) => choice.take === "wider")
      ? smallestAround(windows)
      : largestInside(windows);
  }

  private range(member: StaffMember, rule: Rule, timeZone: string): Range {
    const first = later(member.firstDay, rule.firstDay);
    const last = earlier(member.lastDay, rule.lastDay);
    const key = `${first}|${last}|${timeZone}`;
    const cached = this.ranges.get(key);
    if (cached !== undefined) return cached;
    const range = this.rangeBetween(first, last, timeZone);
    this.ranges.set(key, range);
    return range;
  }

  private rangeBetween(first: LocalDate | null, last: LocalDate | null, timeZone: string): Range {
    const from = first === null ? Number.NEGATIVE_INFINITY : startOfDay(first, timeZone);
    const until = last === null ? Number.POSITIVE_INFINITY : lastSecondOfDay(last, timeZone);
    if (first !== null && last !== null && first > last) return until < this.now ? "ended" : "empty";
    // Ended ranges are grants still: they say since when the same minutes hold.
    return { from, until };
  }
}

function isRemote(item: AccessCredential | BlockedCredential): boolean {
  const granted = "granted" in item ? item.granted : [];
  return item.wish?.remoteAllowed === true || granted.some((span) => span.remoteAllowed);
}

function withoutRemote(item: AccessCredential | BlockedCredential): AccessCredential | BlockedCredential {
  if (!("reason" in item)) return { ...item, wish: { ...item.wish, remoteAllowed: false } };
  return {
    ...item,
    wish: item.wish && { ...item.wish, remoteAllowed: false },
    granted: item.granted.map((span) => ({ ...span, remoteAllowed: false })),
  };
}

/** Until 23:59 means the day's end: people type it so, and Nuki, which has no 24:00, holds both as one. */
function untilDaysEnd(window: TimeWindow): TimeWindow {
  return window.untilMinute === MINUTES_PER_DAY - 1 ? { ...window, untilMinute: MINUTES_PER_DAY } : window;
}

function grantOf(
  rule: Rule,
  week: Week,
  { from, until }: { from: Instant; until: Instant },
  kind: AccessKind,
): Grant {
  const { windows, key } = week;
  // A code is never used from afar: a rule that gives the app that must not cut the code's range.
  const remote = kind === "app" && rule.remote;
  return { ruleId: rule.id, windows, key, from, until, remote, keypadOnly: kind === "keypad" && !rule.app };
}

function optionsOf(basis: string, windows: readonly TimeWindow[]): WindowOptions {
  const inside = largestInside(windows);
  const wider = smallestAround(windows);
  if (!wider) throw new Error("windows that differ but grant nothing");
  const granted = minutesPerWeek(windows);
  return {
    basis,
    inside: inside && { window: inside, minutesLost: granted - minutesPerWeek([inside]) },
    wider: { window: wider, minutesTooMuch: minutesPerWeek([wider]) - granted },
  };
}

function spansOf(found: Found): GrantedSpan[] {
  const spans = found.kind === "one" ? [found] : found.grants;
  return spans.map(({ windows, from, until, remote }) => ({
    windows,
    validFrom: finite(from),
    validUntil: finite(until),
    remoteAllowed: remote,
  }));
}

function rulesOf(found: Found): RuleId[] {
  if (found.grants.length === 1) return found.grants.map((grant) => grant.ruleId);
  return [...new Set(found.grants.map((grant) => grant.ruleId))].toSorted();
}

function finite(instant: Instant): Instant | null {
  return Number.isFinite(instant) ? instant : null;
}

function later(a: LocalDate | null, b: LocalDate | null): LocalDate | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function earlier(a: LocalDate | null, b: LocalDate | null): LocalDate | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function choiceKey({ staffId, deviceId, kind }: CredentialKey): string {
  return `${staffId}|${deviceId}|${kind}`;
}

function blocked(key: AccessKey, reason: BlockReason, ruleIds: readonly RuleId[]): BlockedCredential {
  return { ...key, reason, ruleIds, options: null, wish: null, granted: [], codeHash: null };
}

/** What a rule refers to must be in the model: leaving a door out because it is unknown would plan its removal. */
function known<K extends string, V>(map: ReadonlyMap<K, V>, id: K, what: string): V {
  const value = map.get(id);
  if (value === undefined) throw new Error(`the model has no ${what} ${id}`);
  return value;
}

function grouped<K, V>(items: readonly V[], keyOf: (item: V) => K | null): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
