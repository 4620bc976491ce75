import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json";

test("the order of members does not change the bytes, the order of items does", () => {
  expect(canonicalJson({ b: 1, a: [1, 2] })).toBe(canonicalJson({ a: [1, 2], b: 1 }));
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test("it is JSON and survives a trip through jsonb, which drops undefined and sorts keys", () => {
  const detail = { to: { days: 31, from: undefined }, at: new Date(0), list: [undefined, null, "ä\n"] };
  expect(canonicalJson(JSON.parse(JSON.stringify(detail)))).toBe(canonicalJson(detail));
  expect(JSON.parse(canonicalJson(detail))).toEqual(JSON.parse(JSON.stringify(detail)));
});
