import { MINUTES_PER_DAY } from "@/lib/time/minutes";
import { ALL_DAYS } from "@/lib/time/weekdays";
import { SECOND } from "./grants";
import {
  ALWAYS,
  covers,
  intersection,
  largestInside,
  minutesPerWeek,
  windowKey,
  windowProblem,
} from "./schedule";
import type {
  AccessKind,
  Authorization,
  CredentialKind,
  GrantedSpan,
  Instant,
  PlannedChange,
  TimeWindow,
  Wish,
  WishField,
} from "./types";

/**
 * In which fields an authorization is not what is wanted. Days and times that Nuki leaves out mean the whole week, with
 * one exception: without a weekday mask Nuki ignores the dates (field-notes A9), so such an authorization is sent again.
 */
export function differences(before: Authorization, wish: Wish, kind: CredentialKind): WishField[] {
  const fields: WishField[] = [];
  if (before.name !== wish.name) fields.push("name");
  if (before.enabled !== wish.enabled) fields.push("enabled");
  if (kind === "app" && before.remoteAllowed !== wish.remoteAllowed) fields.push("remoteAllowed");
  if (windowDiffers(before, wish)) fields.push("window");
  if (before.validFrom !== wish.validFrom) fields.push("validFrom");
  if (before.validUntil !== wish.validUntil) fields.push("validUntil");
  if (kind !== "app" && before.codeHash !== wish.codeHash) fields.push("code");
  return fields;
}

/** What an authorization is on the door, by Nuki's type. */
export function kindOf(type: number): AccessKind | null {
  if (type === 0) return "app";
  return type === 13 ? "keypad" : null;
}

/** What a credential is on the door: a former code is a keypad code, and takes its place there. */
export function accessKindOf(kind: CredentialKind): AccessKind {
  return kind === "app" ? "app" : "keypad";
}

/**
 * Who gains and who loses by a change; null before for a create, null wish for a removal. A new code counts as both: it
 * opens now, and the old one no longer does.
 */
export function effectOf(before: Authorization | null, wish: Wish | null): PlannedChange["effect"] {
  const was = before?.enabled ? reachOfAuthorization(before) : null;
  const is = wish?.enabled ? reachOfWish(wish) : null;
  const code = was !== null && is !== null && was.codeHash !== is.codeHash;
  const gains = is !== null && (code || !within(is, was));
  const loses = was !== null && (code || !within(was, is));
  if (gains) return loses ? "moves" : "widens";
  return loses ? "narrows" : "neutral";
}

/** Does an authorization let nobody in whom the rules would not? */
export function isGranted(
  before: Authorization,
  granted: readonly GrantedSpan[],
  codeHash: string | null,
): boolean {
  if (!before.enabled) return true;
  const is = reachOfAuthorization(before);
  if (is.codeHash !== codeHash) return false;
  const spans = before.type === 0 && is.remote ? granted.filter((span) => span.remoteAllowed) : granted;
  // Within each stretch between two borders the same spans run, so their windows together must hold this window.
  const borders = [is.from, ...spans.flatMap((span) => [startOf(span), endOf(span) + SECOND])]
    .filter((border) => border >= is.from && border <= is.until)
    .toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return borders.every((border) => {
    const running = spans.filter((span) => startOf(span) <= border && border <= endOf(span));
    const windows = running.flatMap((span) => span.windows);
    return covers(windows, [is.window]);
  });
}

/**
 * The most that an authorization may keep when the rules cannot be one authorization: a part of what it has now and of
 * what one rule grants. Nobody gains anything by it, so it needs no person's choice. Null when nothing is left.
 */
export function narrowed(
  before: Authorization,
  granted: readonly GrantedSpan[],
  codeHash: string | null,
  now: Instant,
): Wish | null {
  const has = reachOfAuthorization(before);
  if (before.type === 13 && codeHash === null) return null;
  let best: Wish | null = null;
  for (const span of granted) {
    const from = Math.max(has.from, startOf(span));
    const until = Math.min(has.until, endOf(span));
    const window = largestInside(intersection(span.windows, [has.window]));
    if (from > until || until < now || !window) continue;
    const wish: Wish = {
      name: before.name,
      enabled: before.enabled,
      remoteAllowed: before.type === 0 && before.remoteAllowed && span.remoteAllowed,
      window,
      validFrom: finite(from),
      validUntil: finite(until),
      codeHash,
    };
    if (best === null || isBetter(wish, best, now)) best = wish;
  }
  return best;
}

/** The canonical text of everything that an authorization says: equal wishes are one request. */
export function wishKey(wish: Wish): string {
  const flags = `${wish.enabled ? 1 : 0}${wish.remoteAllowed ? 1 : 0}`;
  const dates = `${wish.validFrom}/${wish.validUntil}`;
  return `${flags}|${windowKey(wish.window)}|${dates}|${wish.codeHash}|${JSON.stringify(wish.name)}`;
}

interface Reach {
  readonly window: TimeWindow;
  readonly from: Instant;
  readonly until: Instant;
  readonly remote: boolean;
  readonly codeHash: string | null;
}

function reachOfWish(wish: Wish): Reach {
  const { window, remoteAllowed: remote, codeHash } = wish;
  return { window, from: startOf(wish), until: endOf(wish), remote, codeHash };
}

function reachOfAuthorization(auth: Authorization): Reach {
  const dated = auth.days !== null;
  return {
    window: windowOf(auth),
    from: dated ? startOf(auth) : Number.NEGATIVE_INFINITY,
    until: dated ? endOf(auth) : Number.POSITIVE_INFINITY,
    remote: auth.type !== 13 && auth.remoteAllowed,
    codeHash: auth.type === 13 ? auth.codeHash : null,
  };
}

/** What a mirrored window lets in at most: one that nobody defined (until before from) counts as the whole day. */
function windowOf(auth: Authorization): TimeWindow {
  const days = auth.days ?? ALL_DAYS;
  const fromMinute = auth.fromMinute ?? 0;
  const untilMinute = auth.untilMinute ?? MINUTES_PER_DAY;
  const window = { days, fromMinute, untilMinute };
  return fromMinute < untilMinute ? window : { ...ALWAYS, days };
}

function windowDiffers(before: Authorization, wish: Wish): boolean {
  const hasDates = before.validFrom !== null || before.validUntil !== null;
  if (before.days === null && (hasDates || wish.validFrom !== null || wish.validUntil !== null)) return true;
  const { days, fromMinute, untilMinute } = wish.window;
  const wholeDay = before.fromMinute === 0 && before.untilMinute === 0;
  const until = wholeDay ? MINUTES_PER_DAY : (before.untilMinute ?? MINUTES_PER_DAY);
  return (
    (before.days ?? ALL_DAYS) !== days || (before.fromMinute ?? 0) !== fromMinute || until !== untilMinute
  );
}

function within(inner: Reach, outer: Reach | null): boolean {
  if (windowProblem(inner.window) !== null || inner.from > inner.until) return true;
  if (outer === null) return false;
  const inTime = outer.from <= inner.from && inner.until <= outer.until;
  return inTime && (outer.remote || !inner.remote) && covers([outer.window], [inner.window]);
}

function isBetter(a: Wish, b: Wish, now: Instant): boolean {
  const [runsA, runsB] = [startOf(a) <= now, startOf(b) <= now];
  if (runsA !== runsB) return runsA;
  const [minutesA, minutesB] = [minutesPerWeek([a.window]), minutesPerWeek([b.window])];
  if (minutesA !== minutesB) return minutesA > minutesB;
  if (endOf(a) !== endOf(b)) return endOf(a) > endOf(b);
  return wishKey(a) < wishKey(b);
}

function startOf(range: { validFrom: Instant | null }): Instant {
  return range.validFrom ?? Number.NEGATIVE_INFINITY;
}

function endOf(range: { validUntil: Instant | null }): Instant {
  return range.validUntil ?? Number.POSITIVE_INFINITY;
}

function finite(instant: Instant): Instant | null {
  return Number.isFinite(instant) ? instant : null;
}
