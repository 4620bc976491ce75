import { describe, expect, test } from "vitest";
import { Clock } from "./clock.ts";

const start = Date.parse("2026-03-02T08:00:00.000Z");
const manual = () => new Clock({ manual: true, startAt: start, speed: 1 });

describe("a manual clock", () => {
  test("stands still until it is moved", () => {
    const clock = manual();
    expect(clock.iso()).toBe("2026-03-02T08:00:00.000Z");
    expect(clock.now()).toBe(start);
  });

  test("runs what falls due on the way, in order and at its due time", async () => {
    const clock = manual();
    const seen: [string, number][] = [];
    const note = (name: string) => () => void seen.push([name, clock.now() - start]);
    clock.after(300, "late", note("late"));
    clock.after(100, "first", note("first"));
    clock.after(100, "second", note("second"));
    clock.after(900, "beyond", note("beyond"));
    await clock.advance(500);
    expect(seen).toEqual([
      ["first", 100],
      ["second", 100],
      ["late", 300],
    ]);
    expect(clock.now()).toBe(start + 500);
    expect(clock.waiting().map((task) => task.label)).toEqual(["beyond"]);
  });

  test("runs work that work has scheduled, if it falls due on the way too", async () => {
    const clock = manual();
    const seen: number[] = [];
    clock.after(
      100,
      "outer",
      () => void clock.after(100, "inner", () => void seen.push(clock.now() - start)),
    );
    await clock.advance(150);
    expect(seen).toEqual([]);
    await clock.advance(50);
    expect(seen).toEqual([200]);
  });

  test("settles at the last due time and does not wait for what runs in the background", async () => {
    const clock = manual();
    const daily = (): void => void clock.after(86_400_000, "daily", daily, true);
    daily();
    clock.after(7_000, "write", () => {});
    expect(clock.idle).toBe(false);
    expect(await clock.settle(0)).toBe(true);
    expect(clock.now()).toBe(start + 7_000);
  });
});

describe("a real clock", () => {
  test("runs work by itself and knows when nothing is left", async () => {
    const clock = new Clock({ manual: false, startAt: start, speed: 1_000 });
    const seen: string[] = [];
    clock.after(2_000, "second", () => void seen.push("second"));
    clock.after(1_000, "first", () => void seen.push("first"));
    expect(await clock.settle(5_000)).toBe(true);
    expect(seen).toEqual(["first", "second"]);
    clock.stop();
  });

  test("can be moved ahead", async () => {
    const clock = new Clock({ manual: false, startAt: start, speed: 1 });
    const seen: string[] = [];
    clock.after(3_600_000, "hour", () => void seen.push("hour"));
    await clock.advance(3_600_000);
    expect(seen).toEqual(["hour"]);
    clock.stop();
  });
});
