import { isAllowedAt } from "@/lib/access/schedule";
import type { CredentialKind, DeviceId, Instant, NukiAuthId, StaffId } from "@/lib/access/types";
import { MINUTES_PER_DAY } from "@/lib/time/minutes";
import { ALL_DAYS, weekdays } from "@/lib/time/weekdays";
import { addDays, instantOf, localClock, localDateTimeOf } from "@/lib/time/zones";

/** What an authorization says about when it lets somebody in. Null is as Nuki gave it: no restriction. */
export interface Content {
  readonly enabled: boolean;
  readonly days: number | null;
  readonly fromMinute: number | null;
  readonly untilMinute: number | null;
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
}

/** How long an authorization was on a door with one content, by the readings of the door's list. */
export interface Life extends Content {
  readonly id: number;
  readonly deviceId: DeviceId;
  readonly authId: NukiAuthId;
  readonly type: number;
  readonly name: string;
  readonly staffId: StaffId | null;
  readonly person: string | null;
  readonly kind: CredentialKind | null;
  readonly remoteAllowed: boolean;
  readonly notBefore: Instant | null;
  readonly fromAt: Instant;
  readonly lastSeenAt: Instant | null;
  readonly untilAt: Instant | null;
}

/**
 * How sure it is that something was on the door at a moment. `certain`: a reading before and one after it agree. `began`,
 * `ended`: it came or went between the two readings around it. `earlier`: it was there when the door was first read, which
 * was later. `unread`: the door was not read since.
 */
export type Certainty = "certain" | "began" | "ended" | "earlier" | "unread";

/** Whether it was on the door at that moment, as far as readings tell; null: it was not. */
export function certaintyAt(
  { notBefore, fromAt, lastSeenAt, untilAt }: Omit<Life, keyof Content>,
  at: Instant,
  readAt: Instant | null,
): Certainty | null {
  if (at < fromAt) {
    if (notBefore === null) return "earlier";
    return at > notBefore ? "began" : null;
  }
  if (untilAt !== null) {
    if (at >= untilAt) return null;
    return at > (lastSeenAt ?? fromAt) ? "ended" : "certain";
  }
  return readAt !== null && at <= Math.max(readAt, fromAt) ? "certain" : "unread";
}

/** What it said at a moment: it let somebody in, or why it did not. */
export type Gate = "open" | "off" | "not_yet" | "over" | "other_time";

export function gateAt(content: Content, at: Instant, timeZone: string): Gate {
  if (!content.enabled) return "off";
  if (content.validFrom !== null && at < content.validFrom) return "not_yet";
  // The end is a whole second that still belongs to it (23:59:59).
  if (content.validUntil !== null && at >= content.validUntil + 1000) return "over";
  const { weekday, minute } = localClock(at, timeZone);
  return isAllowedAt(windowsOf(content), weekday, minute) ? "open" : "other_time";
}

/**
 * The times of an authorization. One that was made elsewhere may pass midnight, which Nuki does not define: both parts
 * count for its days, since who asks who could open a door wants to hear of whoever might have.
 */
export function windowsOf({ days, fromMinute, untilMinute }: Omit<Content, "enabled">) {
  const window = {
    days: days === null ? ALL_DAYS : weekdays(days),
    fromMinute: fromMinute ?? 0,
    untilMinute: untilMinute ?? MINUTES_PER_DAY,
  };
  if (window.fromMinute < window.untilMinute) return [window];
  return [
    { ...window, untilMinute: MINUTES_PER_DAY },
    { ...window, fromMinute: 0 },
  ];
}

/** A stretch of time; `until` null: it goes on. */
interface Stretch {
  readonly from: Instant;
  readonly until: Instant | null;
}

/** Where the unbroken stretch begins that lasts until now: one that begins where another ends goes on with it. */
export function presentSince(stretches: readonly Stretch[]): Instant | null {
  const end = (until: Instant | null) => until ?? Number.POSITIVE_INFINITY;
  let since: Instant | null = null;
  for (const { from, until } of stretches.toSorted((a, b) => end(b.until) - end(a.until))) {
    if (since === null) {
      if (until !== null) return null;
      since = from;
    } else if (end(until) >= since) since = Math.min(since, from);
    else break;
  }
  return since;
}

/** What somebody typed, as a moment. */
export interface Moment {
  readonly at: Instant;
  /** As the clock shows it at that moment; something else was typed where the clock never showed that. */
  readonly local: string;
  /** The clock showed this time twice, an hour apart: this is the other one. */
  readonly other: Instant | null;
  /** The clock was put forward over what was typed. */
  readonly skipped: boolean;
}

/** `YYYY-MM-DD` and `HH:mm` on the clock of a zone; null where that is no time. */
export function momentOf(
  { date, time, second }: { date: string; time: string; second: boolean },
  timeZone: string,
): Moment | null {
  const typed = `${date}T${time}`;
  const early = instantOf(typed, timeZone, "earlier");
  const late = instantOf(typed, timeZone, "later");
  if (early === null || late === null) return null;
  const skipped = localDateTimeOf(late, timeZone) !== typed;
  const at = skipped || second ? late : early;
  const other = skipped || early === late ? null : at === early ? late : early;
  return { at, local: localDateTimeOf(at, timeZone), other, skipped };
}

/** The first moment of the local day and of the next one, as the address of the door log has them. */
export function dayAround(local: string): { from: string; until: string } {
  const day = local.slice(0, 10);
  return { from: `${day}T00:00`, until: `${addDays(day, 1)}T00:00` };
}

/** What a life has otherwise than the one before it on the same authorization. */
export const lifeChanges = ["owner", "enabled", "times", "dates", "remote", "name"] as const;
export type LifeChange = (typeof lifeChanges)[number];

export interface Step {
  readonly life: Life;
  /** Null: it was not on the door before. */
  readonly changed: readonly LifeChange[] | null;
  /** It went, and nothing took its place. */
  readonly isLast: boolean;
}

/** Lives, the newest first, each with what was different from the one that it came after. */
export function stepsOf(lives: readonly Life[]): Step[] {
  return lives
    .toSorted((a, b) => b.fromAt - a.fromAt || b.id - a.id)
    .map((life) => {
      const own = lives.filter((one) => one.authId === life.authId && one.deviceId === life.deviceId);
      const before = own.find((one) => one.id !== life.id && one.untilAt === life.fromAt && one.id < life.id);
      const isFollowed = own.some((one) => one.id > life.id && one.fromAt === life.untilAt);
      return {
        life,
        changed: before ? lifeChanges.filter((change) => isChanged[change](before, life)) : null,
        isLast: life.untilAt !== null && !isFollowed,
      };
    });
}

/** A time in which nobody read the door's list. */
export interface Unread {
  readonly from: Instant;
  readonly to: Instant;
}

export type HistoryRow = Step | Unread;

/**
 * Steps with the times without a reading where they belong, the newest first. Of those only what reaches into the time
 * that the steps tell of, where they do not go back to the beginning.
 */
export function withUnread(steps: readonly Step[], unread: readonly Unread[], isCut: boolean): HistoryRow[] {
  const oldest = isCut ? (steps.at(-1)?.life.fromAt ?? 0) : 0;
  const beginOf = (row: HistoryRow) => ("life" in row ? row.life.fromAt : row.from);
  return [...steps, ...unread.filter(({ to }) => to > oldest)].sort((a, b) => beginOf(b) - beginOf(a));
}

const isChanged: Record<LifeChange, (a: Life, b: Life) => boolean> = {
  owner: (a, b) => a.staffId !== b.staffId || a.kind !== b.kind,
  enabled: (a, b) => a.enabled !== b.enabled,
  times: (a, b) => a.days !== b.days || a.fromMinute !== b.fromMinute || a.untilMinute !== b.untilMinute,
  dates: (a, b) => a.validFrom !== b.validFrom || a.validUntil !== b.validUntil,
  remote: (a, b) => a.remoteAllowed !== b.remoteAllowed,
  name: (a, b) => a.name !== b.name,
};
