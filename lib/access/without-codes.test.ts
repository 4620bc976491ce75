import { describe, expect, test } from "vitest";
import { withoutCodes } from "./without-codes";

describe("a text that is recorded", () => {
  test.each([
    ["583946", "******"],
    ["new code 583 946 for Anna", "new code *** *** for Anna"],
    ["583-946.", "***-***."],
    ["583.946", "***.***"],
    ["583\u2013946", "***\u2013***"],
    ["58 39 46", "** ** **"],
    ["58-39-46, please", "**-**-**, please"],
    ["(583 946)", "(*** ***)"],
    ["(583946)", "(******)"],
    ["PIN583946!", "PIN******!"],
    ["583 946 and 739416", "*** *** and ******"],
    ["583 946 739 416", "*** *** *** ***"],
    ["583946/739416", "******/******"],
    ["on 23.11. 583 946", "on 23.11. *** ***"],
    ["until 27.11.26 583 946", "until 27.11.26 *** ***"],
    ["not a date: 58.39.46", "not a date: **.**.**"],
  ])("%j shows no code", (text, recorded) => {
    expect(withoutCodes(text)).toBe(recorded);
  });

  test.each([
    "+43 1 583 946",
    "+43 (1) 583 946",
    "(01) 583 946",
    "01 583 946",
    "01/583 946",
    "0664 583 946",
    "0043-1-583-946",
    "555 583 9464",
    "555-583-9464",
    "(212) 583-9464",
    "+1 212 583 946",
    "5839467",
    "583 046",
    "58 394 6",
    "583  946",
    "27.11.26",
    "2026-11-27",
    "23.11.2026",
    "room 583, floor 9",
    "",
  ])("%j stays as it is", (text) => {
    expect(withoutCodes(text)).toBe(text);
  });

  test("it is as long as it was, so that it fits where it fitted", () => {
    const text = "739416".padStart(200, "x");
    expect(withoutCodes(text)).toHaveLength(200);
  });
});
