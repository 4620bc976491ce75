/** Runs work of one key after the other, with a pause between; different keys run side by side. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

interface TurnOptions {
  readonly gapMs: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** A bridge does one thing at a time and answers 503 to whoever comes too soon. */
export function createTurns({ gapMs, now, sleep }: TurnOptions): Turns {
  const last = new Map<string, { done: Promise<unknown>; endedAt: number }>();
  return (key, work) => {
    const before = last.get(key);
    const mine = { done: Promise.resolve() as Promise<unknown>, endedAt: Number.NEGATIVE_INFINITY };
    const run = async () => {
      await before?.done;
      const waitMs = gapMs - (now() - (before?.endedAt ?? Number.NEGATIVE_INFINITY));
      if (waitMs > 0) await sleep(waitMs);
      try {
        return await work();
      } finally {
        mine.endedAt = now();
      }
    };
    const result = run();
    mine.done = result.catch(() => {});
    last.set(key, mine);
    return result;
  };
}
