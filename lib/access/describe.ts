import { listDays } from "@/lib/time/weekdays";
import { ALWAYS, minutesPerWeek, normalise, windowKey } from "./schedule";
import type { StatusReason } from "./status";
import type {
  BlockedCredential,
  BlockReason,
  CredentialKind,
  CredentialState,
  PlannedChange,
  TimeWindow,
} from "./types";

/** A message key of the namespace `access` and what fills it; the sentence is made where it is read. */
export interface Message<Key extends string> {
  readonly key: Key;
  readonly params: Readonly<Record<string, string | number>>;
}

/** One line of a schedule in words: the days in order (0 Monday to 6 Sunday) and the minutes of the day. */
export interface ScheduleLine {
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly untilMinute: number;
  readonly wholeDay: boolean;
}

export type ScheduleText =
  | { readonly kind: "never" }
  | { readonly kind: "always" }
  | { readonly kind: "weekly"; readonly lines: readonly ScheduleLine[]; readonly minutesPerWeek: number };

/** What a schedule says, in the order in which a week runs; two ways of typing the same minutes read the same. */
export function describeSchedule(windows: readonly TimeWindow[]): ScheduleText {
  const normal = normalise(windows);
  const [first] = normal;
  if (!first) return { kind: "never" };
  if (normal.length === 1 && windowKey(first) === windowKey(ALWAYS)) return { kind: "always" };
  const lines = normal.map(({ days, fromMinute, untilMinute }) => {
    const wholeDay = fromMinute === ALWAYS.fromMinute && untilMinute === ALWAYS.untilMinute;
    return { days: listDays(days), fromMinute, untilMinute, wholeDay };
  });
  const byWeek = lines.toSorted((a, b) => (a.days[0] ?? 0) - (b.days[0] ?? 0) || a.fromMinute - b.fromMinute);
  return { kind: "weekly", lines: byWeek, minutesPerWeek: minutesPerWeek(normal) };
}

export interface ChangeText {
  readonly op: Message<`op.${PlannedChange["op"]}`>;
  readonly kind: Message<`kind.${CredentialKind}`>;
  readonly effect: Message<`effect.${PlannedChange["effect"]}`>;
  readonly wait: Message<`wait.${NonNullable<PlannedChange["waits"]>}`> | null;
}

export function describeChange(change: PlannedChange): ChangeText {
  return {
    op: message(`op.${change.op}`),
    kind: message(`kind.${change.kind}`),
    effect: message(`effect.${change.effect}`),
    wait: change.waits && message(`wait.${change.waits}`, present({ notBefore: change.notBefore })),
  };
}

export function describeState(state: CredentialState): Message<`state.${CredentialState}`> {
  return message(`state.${state}`);
}

/** Why something is blocked; with the minutes a week that each choice would cost, where there is one. */
export function describeBlock({ reason, options }: BlockedCredential): Message<`blocked.${BlockReason}`> {
  const minutesTooMuch = options?.wider.minutesTooMuch ?? null;
  const minutesLost = options?.inside?.minutesLost ?? null;
  return message(`blocked.${reason}`, present({ minutesTooMuch, minutesLost }));
}

/** The reason of a state: its key, and the instants or code that belong to it. */
export function describeReason({ key, ...params }: StatusReason): Message<`reason.${StatusReason["key"]}`> {
  return message(`reason.${key}`, present(params));
}

function message<Key extends string>(key: Key, params: Message<Key>["params"] = {}): Message<Key> {
  return { key, params };
}

function present(params: Readonly<Record<string, string | number | null>>): Message<string>["params"] {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
