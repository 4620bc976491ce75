import { describe, expect, test } from "vitest";
import { createCodeMaker, isGuessable } from "./codes.ts";
import { createIds, expandObjectId } from "./ids.ts";
import { createRandom } from "./random.ts";

describe("random", () => {
  test("repeats itself for the same seed and stream, and for no other", () => {
    const draw = (seed: number, stream: string) => {
      const random = createRandom(seed, stream);
      return Array.from({ length: 5 }, () => random.int(0, 1_000_000));
    };
    expect(draw(1, "a")).toEqual(draw(1, "a"));
    expect(draw(1, "b")).not.toEqual(draw(1, "a"));
    expect(draw(2, "a")).not.toEqual(draw(1, "a"));
  });

  test("reaches both ends of a range and nothing outside", () => {
    const random = createRandom(1, "range");
    const seen = new Set(Array.from({ length: 500 }, () => random.int(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
  });
});

describe("object ids", () => {
  test("sort by time and then by order of making", () => {
    const ids = createIds(1);
    const at = Date.parse("2026-03-02T08:00:00Z");
    const made = [ids.objectId(at), ids.objectId(at), ids.objectId(at + 1_000), ids.objectId(at + 2_000)];
    expect([...made].sort()).toEqual(made);
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{24}$/);
  });

  test("show the moment of their making when they are taken apart", () => {
    const at = Date.parse("2026-03-02T08:00:00Z");
    expect(expandObjectId(createIds(1).objectId(at))).toMatchObject({
      timestamp: at / 1000,
      time: at,
      date: "2026-03-02T08:00:00.000Z",
    });
  });
});

describe("personal codes", () => {
  test.each(["123456", "987654", "111222", "345345", "334433"])("%s is guessable", (code) => {
    expect(isGuessable(code)).toBe(true);
  });

  test("stay valid and different when there are more people than codes two digits apart", () => {
    const next = createCodeMaker(createRandom(1, "codes"));
    const codes = Array.from({ length: 12_000 }, next);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(String(code)).toMatch(/^(?!12)[1-9]{6}$/);
  });
});
