import { expect, test } from "vitest";
import { hiddenCell, isSecretColumn, maskCells } from "./masking";

const shape = { headers: ["Name", "PIN", "Kürzel"], mapping: ["display_name", "pin", null] as const };

test("a code is hidden, an empty cell stays empty", () => {
  expect(maskCells({ cells: ["Eva", "583946", "x"] }, shape, hiddenCell)).toEqual(["Eva", hiddenCell, "x"]);
  expect(maskCells({ cells: ["Eva", " ", "x"] }, shape, hiddenCell)).toEqual(["Eva", " ", "x"]);
});

test("a column that a person ignores is still secret when its heading says so", () => {
  expect(isSecretColumn({ ...shape, mapping: ["display_name", null, null] }, 1)).toBe(true);
  expect(isSecretColumn(shape, 2)).toBe(false);
});

test("in a broken row whatever looks like a code is left out, wherever it stands", () => {
  const broken = { cells: ["Eva", "x", "583946"], problem: { code: "too_few_cells" } };
  expect(maskCells(broken, shape)).toEqual(["Eva", "", ""]);
  const withoutCodes = { headers: ["Name", "Nummer"], mapping: ["display_name", "external_id"] as const };
  expect(maskCells({ ...broken, cells: ["Eva", "583946"] }, withoutCodes)).toEqual(["Eva", "583946"]);
});
