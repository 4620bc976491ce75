import { describe, expect, test } from "vitest";
import type { ImportDetail } from "@/lib/imports/queries";
import { pageOf, stepFor } from "./step-params";

const at = (state: ImportDetail["state"], mapped = true) =>
  ({ state, settings: { mapped } }) as Pick<ImportDetail, "state" | "settings">;

describe("the step of an address", () => {
  test.each([
    ["draft", false, "plan", "map"],
    ["draft", true, null, "check"],
    ["draft", true, "confirm", "confirm"],
    ["draft", true, "result", "check"],
    ["running", true, "plan", "apply"],
    ["paused", true, null, "apply"],
    ["paused", true, "plan", "plan"],
    ["paused", true, "confirm", "confirm"],
    ["paused", true, "check", "apply"],
    ["applied", true, "map", "auto"],
    ["applied", true, "verify", "verify"],
    ["discarded", true, "plan", "upload"],
    ["draft", true, "nonsense", "check"],
  ] as const)("%s, mapped %s, asked for %s: %s", (state, mapped, asked, step) => {
    expect(stepFor(at(state, mapped), asked)).toBe(step);
  });

  test("a page that makes no sense is the first", () => {
    expect([pageOf({ page: "3" }), pageOf({ page: "0" }), pageOf({ page: "x" }), pageOf({})]).toEqual([
      3, 1, 1, 1,
    ]);
  });
});
