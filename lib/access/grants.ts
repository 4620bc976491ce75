import { covers, normalise, scheduleKey } from "./schedule";
import type { Instant, RuleId, TimeWindow } from "./types";

/** What one rule gives one person at one door. Open ends of the range are infinite. */
export interface Grant {
  readonly ruleId: RuleId;
  /** Normalised. */
  readonly windows: readonly TimeWindow[];
  /** `scheduleKey` of the windows. */
  readonly key: string;
  readonly from: Instant;
  /** The last second: a range that follows without a gap starts one second later. */
  readonly until: Instant;
  readonly remote: boolean;
  /** The rule asks for a keypad code and not for the app, so a door without keypad leaves the person outside. */
  readonly keypadOnly: boolean;
}

export const SECOND = 1000;

export type Resolution =
  | { readonly kind: "none" }
  /** The grants of one stretch of time: the same minutes from its beginning to its end. */
  | {
      readonly kind: "one";
      readonly windows: readonly TimeWindow[];
      readonly key: string;
      readonly from: Instant;
      readonly until: Instant;
      readonly remote: boolean;
      readonly grants: readonly Grant[];
    }
  /** The minutes change while the ranges overlap: no single range says it. */
  | { readonly kind: "dates_differ"; readonly grants: readonly Grant[] };

type One = Extract<Resolution, { kind: "one" }>;

/**
 * What several rules grant together in the stretch of time that is in force or comes next.
 *
 * While a rule for the person runs, the rules for teams do not count, wider or narrower; before and after it they do.
 * Example: the team may come Mon-Fri 9-17, the person has Mon-Sun 0-24 in March. Until the end of February the result is
 * the team's window ending with February, in March the person's, and from April the team's again.
 */
export function resolveGrants(personal: readonly Grant[], team: readonly Grant[], now: Instant): Resolution {
  const [only] = personal.length === 1 && team.length === 0 ? personal : team.length === 1 ? team : [];
  if (only && personal.length + team.length === 1) return isLive(only, now) ? whole(only) : { kind: "none" };

  const outside = personal.reduce<readonly Grant[]>(
    (left, rule) => left.flatMap((g) => cutOut(g, rule)),
    team,
  );
  const grants = [...personal, ...outside].filter((grant) => grant.windows.length > 0).toSorted(byRange);
  const stretches = stretchesOf(grants).map(segmentsOf);
  const index = stretches.findIndex((stretch) => stretch.some((segment) => segment.until >= now));
  const result = resolveStretch(stretches[index] ?? [], now);
  if (result.kind !== "one") return result;
  return joinLater(
    joinEarlier(result, stretches.slice(0, index + 1).flat()),
    stretches.slice(index + 1),
    now,
  );
}

function whole(grant: Grant): Resolution {
  const { windows, key, from, until, remote } = grant;
  return { kind: "one", windows, key, from, until, remote, grants: [grant] };
}

function isLive(grant: Grant, now: Instant): boolean {
  return grant.until >= now && grant.windows.length > 0;
}

/** The parts of a grant before and after another one. */
function cutOut(grant: Grant, other: Grant): Grant[] {
  if (other.until < grant.from || grant.until < other.from) return [grant];
  const parts: Grant[] = [];
  if (grant.from < other.from) parts.push({ ...grant, until: other.from - SECOND });
  if (other.until < grant.until) parts.push({ ...grant, from: other.until + SECOND });
  return parts;
}

// A total order, so that the same rules in any order give the same result. (Infinity minus Infinity is not a number.)
function byRange(a: Grant, b: Grant): number {
  if (a.from !== b.from) return a.from < b.from ? -1 : 1;
  if (a.until !== b.until) return a.until < b.until ? -1 : 1;
  if (a.ruleId !== b.ruleId) return a.ruleId < b.ruleId ? -1 : 1;
  return 0;
}

/** Groups of grants whose ranges hang together by overlapping; between groups there is an instant without any. */
function stretchesOf(sorted: readonly Grant[]): Grant[][] {
  const stretches: Grant[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const grant of sorted) {
    const last = stretches.at(-1);
    if (last && grant.from <= end) last.push(grant);
    else stretches.push([grant]);
    end = last && grant.from <= end ? Math.max(end, grant.until) : grant.until;
  }
  return stretches;
}

interface Segment {
  readonly from: Instant;
  readonly until: Instant;
  readonly grants: readonly Grant[];
  readonly windows: readonly TimeWindow[];
  readonly key: string;
}

function resolveStretch(segments: readonly Segment[], now: Instant): Resolution {
  // What has passed cannot be in the way.
  const left = segments.filter((segment) => segment.until >= now);
  const [first] = left;
  const last = left.at(-1);
  if (!first || !last) return { kind: "none" };
  const grants = [...new Set(left.flatMap((segment) => segment.grants))];
  if (left.some((segment) => segment.key !== first.key)) return { kind: "dates_differ", grants };
  const { windows, key, from } = first;
  return { kind: "one", windows, key, from, until: last.until, remote: allRemote(grants, from), grants };
}

/** Keeps the beginning where the same minutes began, so that the mere passing of time changes nothing on a door. */
function joinEarlier(result: One, segments: readonly Segment[]): One {
  let from = result.from;
  for (const segment of segments.toReversed()) {
    if (segment.until + SECOND === from && segment.key === result.key) from = segment.from;
  }
  return { ...result, from };
}

/** A range that follows without a gap and grants the same is the same authorization, longer. */
function joinLater(result: One, stretches: readonly (readonly Segment[])[], now: Instant): One {
  let joined = result;
  for (const stretch of stretches) {
    const next = resolveStretch(stretch, now);
    const same = next.kind === "one" && next.key === joined.key && next.remote === joined.remote;
    if (!same || next.from !== joined.until + SECOND) break;
    joined = { ...joined, until: next.until, grants: [...joined.grants, ...next.grants] };
  }
  return joined;
}

function segmentsOf(grants: readonly Grant[]): Segment[] {
  const starts = new Set([
    ...grants.map((grant) => grant.from),
    ...grants.map((grant) => grant.until + SECOND),
  ]);
  const sorted = [...starts].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted.slice(0, -1).map((from, index) => {
    const until = (sorted[index + 1] ?? Number.POSITIVE_INFINITY) - SECOND;
    const active = grants.filter((grant) => grant.from <= from && until <= grant.until);
    const windows = normalise(active.flatMap((grant) => grant.windows));
    return { from, until, grants: active, windows, key: scheduleKey(windows) };
  });
}

/**
 * Remote access is taken only when each rule gives it, so that no minute is remote that a rule gave at the door alone.
 * A rule that lies inside another one adds nothing and is not asked.
 */
function allRemote(grants: readonly Grant[], from: Instant): boolean {
  return grants.every(
    (grant) => grant.remote || grants.some((other) => other.remote && contains(other, grant, from)),
  );
}

function contains(outer: Grant, inner: Grant, from: Instant): boolean {
  const inRange = Math.max(outer.from, from) <= Math.max(inner.from, from) && inner.until <= outer.until;
  return inRange && (outer.key === inner.key || covers(outer.windows, inner.windows));
}
