import { setTimeout as delay } from "node:timers/promises";

export type Lane = "first" | "normal" | "last";

/** Paces the calls of one Nuki account; share one limiter among all clients of that account. */
export interface Limiter {
  /** Resolves when the next request may go out. `first` overtakes `normal`, which overtakes `last`. */
  acquire(lane?: Lane): Promise<void>;
  /** Nothing goes out for so long: Nuki has said that it is too much. */
  pause(ms: number): void;
}

const napMs = 200;

interface Waiter {
  readonly go: () => void;
  readonly fail: (reason: unknown) => void;
}

/**
 * A token bucket with a queue: in order of arrival, removals and door openings before the rest. What is in `last` takes
 * from the upper half of the bucket only, so that reading years of log leaves something for who wants a door read now.
 */
export function createLimiter(options: {
  perMinute: number;
  burst: number;
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}): Limiter {
  const { perMinute, burst, now = Date.now, sleep = delay } = options;
  if (!(perMinute > 0) || !(burst >= 1))
    throw new RangeError("a limiter needs a rate and room for one request");
  const waiting: Record<Lane, Waiter[]> = { first: [], normal: [], last: [] };
  const msPerToken = 60_000 / perMinute;
  let tokens = burst;
  let filledAt = now();
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let running = false;

  const isUrgent = () => waiting.first.length + waiting.normal.length > 0;

  function msUntilNext(): number {
    const at = now();
    // A clock that was set back must not freeze the queue.
    tokens = Math.min(burst, tokens + Math.max(0, at - filledAt) / msPerToken);
    filledAt = at;
    const needed = isUrgent() ? 1 : 1 + Math.floor(burst / 2);
    const forToken = tokens >= needed ? 0 : Math.ceil((needed - tokens) * msPerToken);
    return Math.max(forToken, pausedUntil - at, 0);
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    try {
      while (isUrgent() || waiting.last.length > 0) {
        const wait = msUntilNext();
        if (wait > 0) {
          // Somebody in more of a hurry may come while `last` waits for the bucket to fill.
          await sleep(isUrgent() ? wait : Math.min(wait, napMs));
          continue;
        }
        tokens -= 1;
        (waiting.first.shift() ?? waiting.normal.shift() ?? waiting.last.shift())?.go();
      }
    } catch (error) {
      // The sleep was broken off (shutdown): nobody may hang in the queue for ever.
      for (const lane of Object.values(waiting)) for (const waiter of lane.splice(0)) waiter.fail(error);
    } finally {
      running = false;
    }
  }

  return {
    acquire: (lane = "normal") =>
      new Promise((go, fail) => {
        waiting[lane].push({ go, fail });
        void run();
      }),
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, now() + ms);
    },
  };
}
