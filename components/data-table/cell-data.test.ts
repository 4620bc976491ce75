import { createElement } from "react";
import { describe, expect, test } from "vitest";
import { isCellData } from "./cell-data";

describe("a cell as plain data", () => {
  test("is told from what is drawn already", () => {
    expect(isCellData({ kind: "text", text: "23 Nov 2026", look: "figures" })).toBe(true);
    expect(isCellData(createElement("span", null, "drawn"))).toBe(false);
    expect(isCellData([createElement("span", { key: "one" })])).toBe(false);
  });

  test("is not what is only a word, a number or nothing", () => {
    for (const cell of ["Employee", 12, "", 0, null, undefined, false]) expect(isCellData(cell)).toBe(false);
  });
});
