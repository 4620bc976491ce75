import type { DeviceId, Instant } from "@/lib/access/types";
import type { LogHole, LogState, LogWalk } from "@/lib/entries/log-state";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How often the newest entries are asked for. */
const newestEveryMs = 30_000;
/** What is read of the time before this installation. */
export const historyMs = 30 * dayMs;
/** Each walk of the newest entries begins so much earlier than the one before ended: rows arrive in no strict order. */
export const overlapMs = 2 * minuteMs;
/** After a longer silence of this installation the time between is a walk of its own, and the newest come first. */
const gapMs = hourMs;
/** A door that was offline brings its entries within this time after its return. */
export const lateForMs = 5 * minuteMs;
/** Doors and Nuki compare everything once a day (web-api.md 6): once a day the last two days are read again. */
const dailyMs = { every: dayMs, back: 50 * hourMs };
/** From so many doors on it is cheaper to read the log of all than that of each. */
const togetherFrom = 6;
/** A walk that does not end by then never will: a million rows. */
const mostPages = 20_000;
const mostHoles = 20;

function walk(why: LogWalk["why"], from: Instant, more: Partial<LogWalk> = {}): LogWalk {
  return {
    why,
    device: null,
    completes: [],
    from,
    to: null,
    notBefore: 0,
    beforeId: null,
    pages: 0,
    found: 0,
    restarted: false,
    ...more,
  };
}

/** Are the newest entries to be asked for? */
export function isNewestDue(state: LogState, now: Instant): boolean {
  return now - state.triedAt >= newestEveryMs;
}

/** What a run begins with: the walk of the newest entries, and what else is to be read from now on. */
export function beginRun(before: LogState, now: Instant): { state: LogState; newest: LogWalk } {
  const state = { ...before, triedAt: now };
  const { seenTo } = state;
  if (seenTo === null) {
    const walks = [walk("history", now - historyMs, { to: now })];
    return { state: { ...state, sweptAt: now, walks }, newest: walk("gap", now - overlapMs, { to: now }) };
  }
  const from = seenTo - overlapMs;
  const isGap = now - seenTo > gapMs;
  const isDaily = now - state.sweptAt >= dailyMs.every;
  // While Nuki does not answer, each run finds the same gap: it stays one walk, which grows.
  const isSameGap = (item: LogWalk) => item.why === "gap" && item.device === null && item.from === from;
  const walks = [
    ...state.walks.filter((item) => !isGap || !isSameGap(item)),
    ...(isGap ? [walk("gap", from, { to: now })] : []),
    ...(isDaily ? [walk("daily", now - dailyMs.back, { to: now })] : []),
  ];
  return {
    state: { ...state, walks, sweptAt: isDaily ? now : state.sweptAt },
    newest: walk("gap", isGap ? now - overlapMs : from, { to: now }),
  };
}

/** The walk of the newest entries is over for this run; what it did not get to is read later, the rest goes on. */
export function endNewest(state: LogState, newest: LogWalk, rest: LogWalk | null): LogState {
  return {
    ...state,
    seenTo: newest.to,
    walks: rest ? [...state.walks, rest] : state.walks,
    problem: null,
  };
}

export type Step =
  | { readonly is: "on"; readonly walk: LogWalk }
  | { readonly is: "done" }
  | { readonly is: "hole"; readonly why: LogHole["why"] };

/** After a page: only an empty one is the end, and one that ends where the one before did means that the cursor is ignored. */
export function afterPage(walked: LogWalk, ids: readonly string[], found: number): Step {
  const last = ids.at(-1);
  if (last === undefined) return { is: "done" };
  if (last === walked.beforeId) return { is: "hole", why: "repeated_cursor" };
  if (walked.pages + 1 >= mostPages) return { is: "hole", why: "too_long" };
  const walk = { ...walked, beforeId: last, pages: walked.pages + 1, found: walked.found + found };
  return { is: "on", walk };
}

export function withHole(
  state: LogState,
  { device, from, to }: LogWalk,
  why: LogHole["why"],
  at: Instant,
): LogState {
  const hole = { device, from, to: to ?? at, why, at };
  return { ...state, holes: [...state.holes, hole].slice(-mostHoles) };
}

export interface LogDevice {
  readonly id: DeviceId;
  readonly nukiId: number;
  /** Null: met for the first time. */
  readonly entriesSeenTo: Instant | null;
  /** Null while it cannot be reached. */
  readonly reachableSince: Instant | null;
}

/** Back after a break that the walks of the newest entries may have passed by. */
export function isLate({ entriesSeenTo, reachableSince }: LogDevice): boolean {
  return entriesSeenTo !== null && reachableSince !== null && reachableSince > entriesSeenTo;
}

/**
 * Walks for doors that are back: at once, since somebody may be waiting, and again when they had the time to bring
 * everything. `seenBefore` is where the run before had come to.
 */
export function lateWalks(
  state: LogState,
  devices: readonly LogDevice[],
  seenBefore: Instant,
  now: Instant,
): LogWalk[] {
  const pending = new Set(state.walks.flatMap((walk) => walk.completes));
  const late = devices.filter((device) => isLate(device) && !pending.has(device.id));
  const isNew = (device: LogDevice) => (device.reachableSince ?? 0) >= seenBefore;
  const again = (device: LogDevice) => Math.max(now, (device.reachableSince ?? 0) + lateForMs);
  const fresh = late.filter(isNew);
  const known = late.filter((device) => !isNew(device));
  return [
    ...together(fresh, now),
    ...together(
      known.filter((device) => again(device) <= now),
      now,
    ),
    ...known.filter((device) => again(device) > now).map((device) => alone(device, again(device))),
  ];
}

function alone(device: LogDevice, notBefore: Instant): LogWalk {
  const from = (device.entriesSeenTo ?? 0) - overlapMs;
  return walk("late", from, { device: device.nukiId, completes: [device.id], notBefore });
}

function together(devices: readonly LogDevice[], now: Instant): LogWalk[] {
  if (devices.length < togetherFrom) return devices.map((device) => alone(device, now));
  const from = Math.min(...devices.map((device) => device.entriesSeenTo ?? now)) - overlapMs;
  return [walk("late", from, { completes: devices.map((device) => device.id), notBefore: now })];
}

/** A device that came to the account after the rest was read has a history, too. */
export function historyOf(device: LogDevice, now: Instant): LogWalk {
  return walk("history", now - historyMs, { device: device.nukiId, to: now });
}

const order: readonly LogWalk["why"][] = ["late", "gap", "daily", "history"];

/** The walk to go on with: what somebody may be waiting for comes first, old times last. None while the log cannot be read. */
export function nextWalk({ walks, problem }: LogState, now: Instant): LogWalk | null {
  const due = problem === null ? walks.filter((walk) => walk.notBefore <= now) : [];
  return due.toSorted((a, b) => order.indexOf(a.why) - order.indexOf(b.why))[0] ?? null;
}
