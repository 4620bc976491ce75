import { describe, expect, test } from "vitest";
import { sheetMoves } from "./schema";
import { judgeMove, movesOf, type SheetLife, type SheetState, sheetStateOf, sheetStates } from "./state";

const day = new Date("2026-03-02T08:00:00Z");
const untouched: SheetLife = {
  collectedAt: null,
  returnedAt: null,
  destroyedAt: null,
  expiredAt: null,
  codeRetiredAt: null,
};

describe("sheetStateOf", () => {
  test.each<[string, Partial<SheetLife>, SheetState]>([
    ["issued until something happens", {}, "issued"],
    ["collected when it was signed for", { collectedAt: day }, "collected"],
    ["worthless when its code was replaced before anybody came", { codeRetiredAt: day }, "worthless"],
    [
      "worthless when its code was replaced after it was signed for",
      { collectedAt: day, codeRetiredAt: day },
      "worthless",
    ],
    ["expired, though the code went with it", { expiredAt: day, codeRetiredAt: day }, "expired"],
    [
      "returned, whatever its code is worth",
      { collectedAt: day, returnedAt: day, codeRetiredAt: day },
      "returned",
    ],
    ["destroyed after it came back", { collectedAt: day, returnedAt: day, destroyedAt: day }, "destroyed"],
    ["destroyed by who has learnt it", { collectedAt: day, destroyedAt: day }, "destroyed"],
  ])("a sheet is %s", (_title, life, state) => {
    expect(sheetStateOf({ ...untouched, ...life })).toBe(state);
  });

  test("a sheet whose code was replaced is never shown as valid", () => {
    for (const collectedAt of [null, day]) {
      expect(["issued", "collected"]).not.toContain(
        sheetStateOf({ ...untouched, collectedAt, codeRetiredAt: day }),
      );
    }
  });
});

describe("judgeMove", () => {
  test.each<[SheetState, string[]]>([
    ["issued", ["collect", "destroy"]],
    ["collected", ["return", "destroy"]],
    ["expired", ["return", "destroy"]],
    ["worthless", ["return", "destroy"]],
    ["returned", ["destroy"]],
    ["destroyed", []],
  ])("a sheet that is %s can be: %j", (state, moves) => {
    expect(movesOf(state)).toEqual(moves);
  });

  test("what is so already is not refused", () => {
    expect(judgeMove("collected", "collect")).toBe("already");
    expect(judgeMove("returned", "return")).toBe("already");
    expect(judgeMove("destroyed", "destroy")).toBe("already");
  });

  test("nobody signs for a sheet that opens nothing any more", () => {
    for (const state of ["expired", "worthless", "returned", "destroyed"] as const) {
      expect(judgeMove(state, "collect")).toBe("no");
    }
  });

  test("every state has an answer to every move", () => {
    for (const state of sheetStates) {
      for (const move of sheetMoves) expect(["go", "already", "no"]).toContain(judgeMove(state, move));
    }
  });
});
