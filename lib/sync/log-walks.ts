import type { DeviceId, Instant } from "@/lib/access/types";
import type { LogDepth, LogState, LogWalk } from "@/lib/entries/log-state";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How often the newest entries are asked for. */
const newestEveryMs = 30_000;
/** Each walk of the newest entries begins so much earlier than the one before ended: rows arrive in no strict order. */
export const overlapMs = 2 * minuteMs;
/** After a longer silence of this installation the time between is a walk of its own, and the newest come first. */
const gapMs = hourMs;
/** A door that was offline brings its entries within this time after its return. */
export const lateForMs = 5 * minuteMs;
/** Doors and Nuki compare everything once a day (web-api.md 6): once a day the last two days are read again. */
const dailyMs = { every: dayMs, back: 50 * hourMs };
/** What is older when it comes back than the next of those readings looks is read again by itself, after such a day. */
const againMs = { olderThan: 2 * hourMs, after: 25 * hourMs };
/** From so many doors on it is cheaper to read the log of all than that of each. */
const togetherFrom = 6;
/** Borders move on day by day, with days of 23 and 25 hours: only what lies further apart was asked for by somebody. */
const depthSlackMs = 12 * hourMs;

function walk(why: LogWalk["why"], from: Instant | null, more: Partial<LogWalk> = {}): LogWalk {
  return {
    why,
    device: null,
    completes: [],
    from,
    to: null,
    notBefore: 0,
    beforeId: null,
    recent: [],
    mark: null,
    reached: null,
    pages: 0,
    found: 0,
    refused: 0,
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
  if (seenTo === null)
    return { state: { ...state, sweptAt: now }, newest: walk("gap", now - overlapMs, { to: now }) };
  const from = seenTo - overlapMs;
  const isGap = now - seenTo > gapMs;
  const isDaily = now - state.sweptAt >= dailyMs.every;
  // While Nuki does not answer, each run finds the same gap: it stays one walk, which grows.
  const isSameGap = (item: LogWalk) =>
    item.device === null && item.from === from && item.completes.length === 0;
  const isLong = isGap && now - seenTo > againMs.olderThan;
  const walks = [
    ...state.walks.filter((item) => !isGap || !isSameGap(item)),
    ...(isGap ? [walk("gap", from, { to: now })] : []),
    ...(isLong ? [walk("daily", from, { to: now, notBefore: now + againMs.after })] : []),
    ...(isDaily ? [walk("daily", sweepFrom(state, now), { to: now })] : []),
  ];
  return {
    state: { ...state, walks, sweptAt: isDaily ? now : state.sweptAt },
    newest: walk("gap", isGap ? now - overlapMs : from, { to: now }),
  };
}

/** As far back as what was told since the last of these readings may be old, also when nobody read for days. */
function sweepFrom({ sweptAt }: LogState, now: Instant): Instant {
  const latest = now - dailyMs.back;
  return sweptAt === 0 ? latest : Math.min(latest, sweptAt - (dailyMs.back - dailyMs.every));
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

export interface LogDevice {
  readonly id: DeviceId;
  readonly nukiId: number;
  /** Its entries are kept from then on; null: for ever. */
  readonly keptFrom: Instant | null;
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
    ...nextDay(fresh, now),
  ];
}

/** Those that were away for long are read once more, when door and Nuki have compared everything. */
function nextDay(fresh: readonly LogDevice[], now: Instant): LogWalk[] {
  const long = fresh.filter((device) => now - (device.entriesSeenTo ?? now) > againMs.olderThan);
  const due = { completes: [], notBefore: now + againMs.after };
  return together(long, now).map((item) => ({ ...item, ...due, why: "daily" }));
}

function before(seenTo: Instant): Instant | null {
  return seenTo > overlapMs ? seenTo - overlapMs : null;
}

function alone(device: LogDevice, notBefore: Instant): LogWalk {
  return walk("late", before(device.entriesSeenTo ?? 0), {
    device: device.nukiId,
    completes: [device.id],
    notBefore,
  });
}

function together(devices: readonly LogDevice[], now: Instant): LogWalk[] {
  if (devices.length < togetherFrom) return devices.map((device) => alone(device, now));
  const from = Math.min(...devices.map((device) => device.entriesSeenTo ?? now));
  return [walk("late", before(from), { completes: devices.map((device) => device.id), notBefore: now })];
}

/**
 * The walks into the past that are still missing, for devices that are new and where entries are kept for longer than
 * before; and how deep all devices will be read then. What retention has deleted in between counts as not read.
 */
export function planHistory(
  depth: LogDepth,
  devices: readonly LogDevice[],
  now: Instant,
): { readonly walks: LogWalk[]; readonly depth: LogDepth } {
  const missing = devices.filter((device) => {
    const read = depth[device.id];
    return read === undefined || read - borderOf(device) > depthSlackMs;
  });
  const moved = devices.filter((device) => {
    const read = depth[device.id];
    return read === undefined || Math.abs(read - borderOf(device)) > depthSlackMs;
  });
  const walks =
    missing.length < togetherFrom
      ? missing.map((device) => pastOf([device], depth, device.nukiId, now))
      : [pastOf(missing, depth, null, now)];
  if (moved.length === 0) return { walks, depth };
  const borders = Object.fromEntries(moved.map((device) => [device.id, borderOf(device)]));
  return { walks, depth: { ...depth, ...borders } };
}

function pastOf(
  devices: readonly LogDevice[],
  depth: LogDepth,
  device: number | null,
  now: Instant,
): LogWalk {
  const from = Math.min(...devices.map(borderOf));
  const to = Math.max(...devices.map((item) => (depth[item.id] ?? now) + 2 * dayMs));
  return walk("history", from === 0 ? null : from, { device, to: Math.min(to, now) });
}

function borderOf({ keptFrom }: LogDevice): Instant {
  return keptFrom ?? 0;
}

/** Once a day what could not be read is tried again, but for what still waits to be tried since an earlier day. */
export function holeWalks(
  holes: readonly { device: number | null; from: Instant; to: Instant }[],
  waiting: readonly LogWalk[],
  now: Instant,
): LogWalk[] {
  return holes
    .filter((hole) => !waiting.some((item) => item.why === "hole" && isAbout(item, hole)))
    .map(({ device, from, to }) => walk("hole", from === 0 ? null : from, { device, to: Math.min(to, now) }));
}

/** A hole grows with the days: one that reaches into it is enough, and leaves the rest to the next. */
function isAbout(
  { device, from, to }: LogWalk,
  hole: { device: number | null; from: Instant; to: Instant },
): boolean {
  return device === hole.device && (from ?? 0) <= hole.to && (to ?? hole.to) >= hole.from;
}

const order: readonly LogWalk["why"][] = ["late", "gap", "daily", "hole", "history"];

/** The walk to go on with: what somebody may be waiting for comes first, old times last. None while the log cannot be read. */
export function nextWalk({ walks, problem }: LogState, now: Instant): LogWalk | null {
  const due = problem === null ? walks.filter((walk) => walk.notBefore <= now) : [];
  return due.toSorted((a, b) => order.indexOf(a.why) - order.indexOf(b.why))[0] ?? null;
}
