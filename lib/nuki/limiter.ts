import { setTimeout as delay } from "node:timers/promises";

export type Lane = "first" | "normal";

/** Paces the calls of one Nuki account; share one limiter among all clients of that account. */
export interface Limiter {
  /** Resolves when the next request may go out. `first` overtakes all that is waiting in `normal`. */
  acquire(lane?: Lane): Promise<void>;
  /** Nothing goes out for so long: Nuki has said that it is too much. */
  pause(ms: number): void;
}

interface Waiter {
  readonly go: () => void;
  readonly fail: (reason: unknown) => void;
}

/** A token bucket with a queue: in order of arrival, removals and door openings before the rest. */
export function createLimiter(options: {
  perMinute: number;
  burst: number;
  now?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}): Limiter {
  const { perMinute, burst, now = Date.now, sleep = delay } = options;
  if (!(perMinute > 0) || !(burst >= 1))
    throw new RangeError("a limiter needs a rate and room for one request");
  const waiting: Record<Lane, Waiter[]> = { first: [], normal: [] };
  const msPerToken = 60_000 / perMinute;
  let tokens = burst;
  let filledAt = now();
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let running = false;

  function msUntilNext(): number {
    const at = now();
    // A clock that was set back must not freeze the queue.
    tokens = Math.min(burst, tokens + Math.max(0, at - filledAt) / msPerToken);
    filledAt = at;
    const forToken = tokens >= 1 ? 0 : Math.ceil((1 - tokens) * msPerToken);
    return Math.max(forToken, pausedUntil - at, 0);
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    try {
      while (waiting.first.length + waiting.normal.length > 0) {
        const wait = msUntilNext();
        if (wait > 0) {
          await sleep(wait);
          continue;
        }
        tokens -= 1;
        (waiting.first.shift() ?? waiting.normal.shift())?.go();
      }
    } catch (error) {
      // The sleep was broken off (shutdown): nobody may hang in the queue for ever.
      for (const waiter of [...waiting.first.splice(0), ...waiting.normal.splice(0)]) waiter.fail(error);
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
