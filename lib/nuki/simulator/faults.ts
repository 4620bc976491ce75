export type Faults = {
  /** Authorizations (one per door) that are accepted and never appear. */
  loseCreates: number;
  loseDeletes: number;
  loseUpdates: number;
  answer429: number;
  retryAfter: boolean;
  answer5xx: number;
  hang: number;
  hangExecutes: boolean;
  reset: number;
  resetExecutes: boolean;
  truncate: number;
  html: number;
  slowMs: number;
  ignoreDatesWithoutWeekdays: boolean;
  offlineWrites: "lost" | "late" | "lostWithError";
  busy423Message: boolean;
  partialUpdate422: boolean;
  webhookLoss: number;
  webhookDuplicate: number;
  /** Before the true delivery comes a changed one, signed by somebody without the key. */
  webhookForge: number;
  /** Something on the way wrote the body anew: the same words, other bytes. */
  webhookReserialise: number;
  webhookAsArray: number;
  webhookReorder: boolean;
  webhookDelayMs: number;
  webhookDeactivateAfter: number;
  tokenAsText: boolean;
  refreshRotation: "same" | "new" | "omitted";
  /** Which requests the faults above may hit; without it, all but the control plane. */
  match: { method?: string; pathPrefix?: string } | null;
};

export type HttpFault = "429" | "5xx" | "hang" | "reset" | "truncate" | "html";

export function defaultFaults(): Faults {
  return {
    loseCreates: 0,
    loseDeletes: 0,
    loseUpdates: 0,
    answer429: 0,
    retryAfter: true,
    answer5xx: 0,
    hang: 0,
    hangExecutes: false,
    reset: 0,
    resetExecutes: false,
    truncate: 0,
    html: 0,
    slowMs: 0,
    ignoreDatesWithoutWeekdays: true,
    offlineWrites: "lost",
    busy423Message: true,
    partialUpdate422: false,
    webhookLoss: 0,
    webhookDuplicate: 0,
    webhookForge: 0,
    webhookReserialise: 0,
    webhookAsArray: 0,
    webhookReorder: false,
    webhookDelayMs: 0,
    webhookDeactivateAfter: 20,
    tokenAsText: false,
    refreshRotation: "new",
    match: null,
  };
}

const choices: Partial<Record<keyof Faults, readonly string[]>> = {
  offlineWrites: ["lost", "late", "lostWithError"],
  refreshRotation: ["same", "new", "omitted"],
};

/** Merges what a caller sent; returns the first thing that is wrong with it, so that a typo is not silently no fault. */
export function mergeFaults(faults: Faults, input: Record<string, unknown>): string | null {
  const defaults = defaultFaults();
  for (const [name, value] of Object.entries(input)) {
    if (!(name in defaults)) return `unknown fault ${name}`;
    const key = name as keyof Faults;
    const known = choices[key];
    if (known && !(typeof value === "string" && known.includes(value))) {
      return `${name} must be one of ${known.join(", ")}`;
    }
    const expected = typeof defaults[key];
    const valid = key === "match" ? typeof value === "object" : typeof value === expected;
    if (!valid) return `${name} must be a ${expected}`;
  }
  Object.assign(faults, input);
  return null;
}

export function faultMatches(faults: Faults, method: string, path: string): boolean {
  const match = faults.match;
  if (!match) return true;
  if (match.method && match.method.toUpperCase() !== method) return false;
  return !match.pathPrefix || path.startsWith(match.pathPrefix);
}

type Counter =
  | "loseCreates"
  | "loseDeletes"
  | "loseUpdates"
  | "webhookLoss"
  | "webhookDuplicate"
  | "webhookForge"
  | "webhookReserialise"
  | "webhookAsArray";

/** Takes one from a counter; true when there was one left. */
export function takeFault(faults: Faults, counter: Counter): boolean {
  if (faults[counter] <= 0) return false;
  faults[counter]--;
  return true;
}

const httpFaults = [
  ["429", "answer429"],
  ["5xx", "answer5xx"],
  ["hang", "hang"],
  ["reset", "reset"],
  ["truncate", "truncate"],
  ["html", "html"],
] as const;

/** The fault that hits this request, if any; one request takes at most one. */
export function takeHttpFault(faults: Faults, method: string, path: string): HttpFault | null {
  if (!faultMatches(faults, method, path)) return null;
  for (const [fault, counter] of httpFaults) {
    if (faults[counter] > 0) {
      faults[counter]--;
      return fault;
    }
  }
  return null;
}
