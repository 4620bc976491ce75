import { describe, expect, test } from "vitest";
import { createLimiter } from "@/lib/nuki/limiter";
import { testClock } from "@/lib/nuki/scripted-fetch";

/** Lets the queue run as far as it can without time. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("limiter", () => {
  test("a burst goes out at once and the rest at the rate", async () => {
    const clock = testClock();
    const start = clock.now();
    const limiter = createLimiter({ perMinute: 60, burst: 3, ...clock });
    const sentAt: number[] = [];
    for (let call = 0; call < 5; call += 1) {
      await limiter.acquire();
      sentAt.push(clock.now() - start);
    }
    expect(sentAt).toEqual([0, 0, 0, 1000, 2000]);
  });

  test("no minute holds more requests than the rate and the burst", async () => {
    const clock = testClock();
    const start = clock.now();
    const limiter = createLimiter({ perMinute: 60, burst: 10, ...clock });
    let inFirstMinute = 0;
    while (clock.now() - start < 60_000) {
      await limiter.acquire();
      if (clock.now() - start < 60_000) inFirstMinute += 1;
    }
    expect(inFirstMinute).toBeLessThanOrEqual(70);
  });

  test("requests leave in the order of arrival, removals before all others", async () => {
    const clock = testClock();
    const order: string[] = [];
    let wake = () => {};
    const limiter = createLimiter({
      perMinute: 60,
      burst: 1,
      now: clock.now,
      sleep: (ms) => {
        const slept = new Promise<void>((resolve) => {
          wake = resolve;
        });
        return slept.then(() => clock.sleep(ms));
      },
    });
    await limiter.acquire();
    const calls = [
      limiter.acquire().then(() => order.push("create 1")),
      limiter.acquire().then(() => order.push("create 2")),
      limiter.acquire("first").then(() => order.push("remove 1")),
      limiter.acquire("first").then(() => order.push("remove 2")),
    ];
    for (let step = 0; step < calls.length; step += 1) {
      wake();
      await settle();
    }
    await Promise.all(calls);
    expect(order).toEqual(["remove 1", "remove 2", "create 1", "create 2"]);
  });

  test("what is in no hurry leaves half of the burst to who is", async () => {
    const clock = testClock();
    const start = clock.now();
    const limiter = createLimiter({ perMinute: 60, burst: 10, ...clock });
    for (let call = 0; call < 5; call += 1) await limiter.acquire("last");
    expect(clock.now() - start).toBe(0);
    await limiter.acquire("last");
    expect(clock.now() - start).toBe(1000);
    for (let call = 0; call < 5; call += 1) await limiter.acquire();
    expect(clock.now() - start).toBe(1000);
  });

  test("who is in a hurry does not wait for who is waiting in no hurry", async () => {
    const clock = testClock();
    const start = clock.now();
    const limiter = createLimiter({ perMinute: 6, burst: 4, ...clock });
    const order: string[] = [];
    for (let call = 0; call < 2; call += 1) await limiter.acquire("last");
    const last = limiter.acquire("last").then(() => order.push("last"));
    await limiter.acquire().then(() => order.push("normal"));
    expect(clock.now() - start).toBeLessThan(1000);
    await last;
    expect(order).toEqual(["normal", "last"]);
  });

  test("a pause holds everything back, the burst too", async () => {
    const clock = testClock();
    const start = clock.now();
    const limiter = createLimiter({ perMinute: 60, burst: 10, ...clock });
    limiter.pause(30_000);
    limiter.pause(5_000);
    await limiter.acquire("first");
    expect(clock.now() - start).toBe(30_000);
  });

  test("a clock that is set back does not freeze the queue", async () => {
    const clock = testClock();
    let shift = 0;
    const limiter = createLimiter({
      perMinute: 60,
      burst: 1,
      now: () => clock.now() - shift,
      sleep: clock.sleep,
    });
    await limiter.acquire();
    shift = 3_600_000;
    await limiter.acquire();
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(2000);
  });

  test("a broken sleep fails those who wait and leaves the limiter usable", async () => {
    let broken = true;
    const clock = testClock();
    const limiter = createLimiter({
      perMinute: 60,
      burst: 1,
      now: clock.now,
      sleep: async (ms) => {
        if (broken) throw new Error("shutting down");
        await clock.sleep(ms);
      },
    });
    await limiter.acquire();
    await expect(Promise.allSettled([limiter.acquire(), limiter.acquire("first")])).resolves.toMatchObject([
      { status: "rejected" },
      { status: "rejected" },
    ]);
    broken = false;
    await expect(limiter.acquire()).resolves.toBeUndefined();
  });

  test("a rate of nothing is refused", () => {
    expect(() => createLimiter({ perMinute: 0, burst: 1 })).toThrow(RangeError);
    expect(() => createLimiter({ perMinute: 60, burst: 0 })).toThrow(RangeError);
  });
});
