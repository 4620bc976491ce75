import { expect, test } from "vitest";
import { facetParts, isVague } from "./facets";

test.each([
  [0, { outcome: "opened", isOpener: false, source: null, trigger: 0, action: 0 }],
  [
    1 + 8 * 2 + 256 * 255 + 262_144 * 1,
    { outcome: "refused", isOpener: false, source: 1, trigger: 255, action: 1 },
  ],
  [3 + 4 + 262_144 * 224, { outcome: "event", isOpener: true, source: null, trigger: 0, action: 224 }],
  [
    2 + 8 * 31 + 256 * 1023 + 262_144 * 1023,
    { outcome: "fault", isOpener: false, source: 30, trigger: 1023, action: 1023 },
  ],
])("the facet %i is taken apart", (facet, parts) => {
  expect(facetParts(facet)).toEqual(parts);
});

test("a facet at the end of what it can hold says nothing for certain", () => {
  expect(isVague(facetParts(256 * 1023))).toBe(true);
  expect(isVague(facetParts(8 * 31))).toBe(true);
  expect(isVague(facetParts(256 * 1022 + 262_144 * 255))).toBe(false);
});
