import { describe, expect, test } from "vitest";
import { ALLOWED_CODES, createCodePool } from "./codes";
import { guessOdds, spaceLeft } from "./guess";

describe("the odds of a guess", () => {
  test("are one in all allowed codes for one code on the keypad, and rise with each", () => {
    expect(guessOdds(1).oneIn).toBe(ALLOWED_CODES);
    expect(guessOdds(200).oneIn).toBe(2501);
    expect(guessOdds(0).oneIn).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("the space that is left", () => {
  test("is all of it at first and never below nothing", () => {
    expect(spaceLeft(0)).toEqual({ atLeast: ALLOWED_CODES, share: 1, thin: false });
    expect(spaceLeft(1_000_000)).toEqual({ atLeast: 0, share: 0, thin: true });
  });

  test("gets thin with some thousands of codes, and says what the pool says", () => {
    expect(spaceLeft(1000).thin).toBe(false);
    expect(spaceLeft(8000).thin).toBe(true);
    expect(createCodePool(["583194", "764829"]).estimateLeft()).toBe(spaceLeft(2).atLeast);
  });
});
