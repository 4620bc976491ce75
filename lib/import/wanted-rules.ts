import type { AreaId, DeviceId, ScheduleId, TimeWindow } from "@/lib/access/types";
import type { Weekdays } from "@/lib/time/weekdays";
import { ALL_DAYS } from "@/lib/time/weekdays";
import type { Directory, RuleHours, RuleTarget, WantedRule } from "./directory";
import { type NameLookup, singleDeviceAreas, targetKey } from "./names-in-directory";
import type { Problem } from "./problem";
import { error, warning } from "./problem";
import type { RowFields } from "./row-fields";
import type { AccessType } from "./values/words";

export interface RuleDefaults {
  /** The kind of access for new rules where the file does not say. */
  readonly access: AccessType;
  /** The hours for new rules where the file does not say; null refuses the row. */
  readonly hours: RuleHours | null;
}

export interface RuleContext {
  readonly lookup: NameLookup;
  readonly defaults: RuleDefaults;
  readonly aliasOf: ReadonlyMap<AreaId, DeviceId>;
  readonly windowOf: ReadonlyMap<ScheduleId, TimeWindow>;
  /** The doors of a list of names; equal cells share one list, so each is looked up once. */
  readonly doorsOf: (names: readonly string[]) => FoundDoors;
}

interface FoundDoors {
  readonly targets: readonly RuleTarget[];
  readonly problems: readonly Problem[];
}

/** Schedules of one window are that window, as areas of one device are that device: stored either way, they are equal. */
export function ruleContext(directory: Directory, lookup: NameLookup, defaults: RuleDefaults): RuleContext {
  const windowOf = new Map(
    directory.schedules.flatMap(({ id, windows }): [ScheduleId, TimeWindow][] => {
      const [only, ...more] = windows;
      return only && more.length === 0 ? [[id, only]] : [];
    }),
  );
  const aliasOf = singleDeviceAreas(directory);
  const known = new WeakMap<readonly string[], FoundDoors>();
  const doorsOf = (names: readonly string[]) => {
    const found = known.get(names) ?? findDoors(names, lookup, aliasOf);
    known.set(names, found);
    return found;
  };
  return { lookup, defaults, aliasOf, windowOf, doorsOf };
}

interface HoursGiven {
  readonly whole: RuleHours | null;
  readonly days: Weekdays | undefined;
  readonly fromMinute: number | undefined;
  readonly untilMinute: number | undefined;
}

/**
 * The personal rules of a row: its doors x its hours x its kinds. What the row leaves blank stays as it is on each door;
 * a new door takes what all other doors of the person have in common, else the defaults.
 */
export function wantedRules(
  fields: RowFields,
  existing: readonly WantedRule[],
  context: RuleContext,
  problems: Problem[],
): readonly WantedRule[] {
  if (fields.doors === null) return [];
  const hours = hoursGiven(fields, context, problems);
  const targets = targetsOf(fields, existing, context, problems);
  const says = hours !== null || fields.accessType !== undefined || fields.remote !== undefined;
  if (targets.length === 0) {
    if (says && fields.doors === undefined) problems.push(warning("areas", "hours_without_doors"));
    return existing;
  }
  if (!says && fields.doors === undefined) return existing;
  if (existing.length === 0) {
    return targets.flatMap((target) => created(target, fields, hours, null, context, problems));
  }

  const before = new Map<string, WantedRule[]>();
  for (const rule of existing) {
    const key = targetKey(rule.target, context.aliasOf);
    before.set(key, [...(before.get(key) ?? []), rule]);
  }
  const pattern = commonPattern(existing, context);
  const rules = targets.flatMap((target) => {
    const own = before.get(targetKey(target, context.aliasOf));
    return own
      ? own.flatMap((rule) => changed(rule, fields, hours, context, problems))
      : created(target, fields, hours, pattern, context, problems);
  });
  return distinct(rules, context);
}

/** Do two lists grant the same, whatever their order, their repetitions and how they are written down? */
export function sameRules(a: readonly WantedRule[], b: readonly WantedRule[], context: RuleContext): boolean {
  if (a === b) return true;
  const keys = new Set(a.map((rule) => ruleKey(rule, context)));
  const others = new Set(b.map((rule) => ruleKey(rule, context)));
  return keys.size === others.size && [...keys].every((key) => others.has(key));
}

function hoursGiven(fields: RowFields, context: RuleContext, problems: Problem[]): HoursGiven | null {
  const { schedule, days, fromMinute, untilMinute } = fields;
  const partial = { days, fromMinute, untilMinute };
  if (schedule) {
    const found = context.lookup.schedule(schedule.text);
    if (found.ok) return { whole: { scheduleId: found.value }, ...partial };
    if (schedule.window) return { whole: { window: schedule.window }, ...partial };
    problems.push(found.problem);
    return null;
  }
  if (days === undefined && fromMinute === undefined) return null;
  if (days === undefined || fromMinute === undefined || untilMinute === undefined)
    return { whole: null, ...partial };
  return { whole: { window: { days, fromMinute, untilMinute } }, ...partial };
}

function targetsOf(
  { doors }: RowFields,
  existing: readonly WantedRule[],
  { aliasOf, doorsOf }: RuleContext,
  problems: Problem[],
): readonly RuleTarget[] {
  if (!doors) {
    return [...new Map(existing.map(({ target }) => [targetKey(target, aliasOf), target])).values()];
  }
  const found = doorsOf(doors);
  problems.push(...found.problems);
  return found.targets;
}

function findDoors(
  names: readonly string[],
  lookup: NameLookup,
  aliasOf: RuleContext["aliasOf"],
): FoundDoors {
  const targets = new Map<string, RuleTarget>();
  const problems: Problem[] = [];
  for (const text of names) {
    const found = lookup.door(text);
    if (found.ok) targets.set(targetKey(found.value, aliasOf), found.value);
    else problems.push(found.problem);
  }
  return { targets: [...targets.values()], problems };
}

function changed(
  rule: WantedRule,
  fields: RowFields,
  hours: HoursGiven | null,
  context: RuleContext,
  problems: Problem[],
): WantedRule[] {
  const next = hours ? (hours.whole ?? merged(rule.hours, hours, context)) : rule.hours;
  if (!next) {
    pushHours(problems, error("schedule", "hours_incomplete"));
    return [];
  }
  const kinds = fields.accessType ? kindsOf(fields.accessType) : {};
  return [{ ...rule, hours: next, ...kinds, remote: fields.remote ?? rule.remote }];
}

/** Days or times alone replace that half of a single window; several windows have no such half. */
function merged(hours: RuleHours, given: HoursGiven, { windowOf }: RuleContext): RuleHours | null {
  const window = "window" in hours ? hours.window : windowOf.get(hours.scheduleId);
  if (!window) return null;
  return {
    window: {
      days: given.days ?? window.days,
      fromMinute: given.fromMinute ?? window.fromMinute,
      untilMinute: given.untilMinute ?? window.untilMinute,
    },
  };
}

function created(
  target: RuleTarget,
  fields: RowFields,
  hours: HoursGiven | null,
  pattern: WantedRule | null,
  context: RuleContext,
  problems: Problem[],
): WantedRule[] {
  const fromPattern = pattern && hours ? merged(pattern.hours, hours, context) : (pattern?.hours ?? null);
  const next = hours
    ? (hours.whole ?? fromPattern ?? filled(hours, problems))
    : (fromPattern ?? context.defaults.hours);
  if (!next) {
    pushHours(problems, error("weekdays", "hours_missing"));
    return [];
  }
  const kinds =
    fields.accessType || !pattern ? kindsOf(fields.accessType ?? context.defaults.access) : pattern;
  const { app, keypad } = kinds;
  const remote = fields.remote ?? pattern?.remote ?? false;
  return [{ target, hours: next, app, keypad, remote, firstDay: null, lastDay: null }];
}

/** Half a window for somebody who has none yet: the other half is the widest, and the row says so. */
function filled({ days, fromMinute, untilMinute }: HoursGiven, problems: Problem[]): RuleHours {
  pushHours(
    problems,
    days === undefined ? warning("weekdays", "every_day") : warning("time_from", "all_day"),
  );
  return {
    window: { days: days ?? ALL_DAYS, fromMinute: fromMinute ?? 0, untilMinute: untilMinute ?? 1440 },
  };
}

/** A rule that stands for all of the person's rules, if they agree in everything but the door. */
function commonPattern(rules: readonly WantedRule[], context: RuleContext): WantedRule | null {
  const [first, ...more] = rules;
  if (!first) return null;
  const key = (rule: WantedRule) => ruleKey({ ...rule, target: first.target }, context);
  return more.every((rule) => key(rule) === key(first)) ? first : null;
}

function distinct(rules: readonly WantedRule[], context: RuleContext): WantedRule[] {
  return [...new Map(rules.map((rule) => [ruleKey(rule, context), rule])).values()];
}

/** What a rule grants, as a text that is the same however it is written down. */
export function ruleKey(rule: WantedRule, { aliasOf, windowOf }: RuleContext): string {
  const { hours, app, keypad, remote, firstDay, lastDay } = rule;
  const window = "window" in hours ? hours.window : windowOf.get(hours.scheduleId);
  const when = window
    ? `${window.days} ${window.fromMinute} ${window.untilMinute}`
    : "scheduleId" in hours && hours.scheduleId;
  return [targetKey(rule.target, aliasOf), when, app, keypad, remote, firstDay, lastDay].join("/");
}

function kindsOf(type: AccessType): { app: boolean; keypad: boolean } {
  return { app: type !== "keypad", keypad: type !== "app" };
}

const HOURS_FIELDS = new Set<Problem["field"]>(["schedule", "weekdays", "time_from", "time_until"]);

/** Adds what follows from missing hours, unless the row's hours already have a mistake: then it would be a second voice. */
function pushHours(problems: Problem[], problem: Problem): void {
  const isSaid = problems.some(
    ({ field, severity, code }) => code === problem.code || (severity === "error" && HOURS_FIELDS.has(field)),
  );
  if (!isSaid) problems.push(problem);
}
