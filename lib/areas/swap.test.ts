import { expect, test } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import { swapOf, usualTakeAlong } from "./swap";

const ids = (text: string) => text.split("").map((id) => id as DeviceId);

test.each([
  ["ab", "ac", "b", "c"],
  ["ab", "ba", "", ""],
  ["ab", "", "ab", ""],
  ["a", "abb", "", "b"],
])("from %s to %s, %s left and %s came", (before, after, left, came) => {
  expect(swapOf(ids(before), ids(after))).toEqual({ left: ids(left), came: ids(came) });
});

test.each([
  ["b", "c", 1],
  ["b", "", 0],
  ["", "c", 0],
  ["b", "cd", 0],
  ["ab", "c", 0],
])("where %s left and %s came, %i withdrawals go along unasked", (left, came, count) => {
  expect(usualTakeAlong({ left: ids(left), came: ids(came) })).toHaveLength(count);
});
