import { expect, test } from "vitest";
import { eventNames, whomOf } from "./event-names";

test.each([
  ["the file of an import", { fileName: "staff.csv", rows: 300 }, "staff.csv"],
  ["a name that was given outright", { name: "Support", members: [] }, "Support"],
  ["the name after an edit rather than before", { before: { name: "Old" }, after: { name: "New" } }, "New"],
  ["the name before where nothing came after", { before: { name: "Gone" } }, "Gone"],
  ["the door of a choice", { door: "Main entrance", take: "inside" }, "Main entrance"],
  ["a person at a door", { name: "Eva Huber", door: "Archive", part: "all" }, "Eva Huber, Archive"],
  ["whom a rule is for", { after: { team: "Support", area: "HQ" } }, "Support"],
  ["nothing, without an error, in a shape of another release", { before: null, after: ["x"] }, ""],
])("an event is about %s", (_title, detail, name) => {
  expect(eventNames(detail).name).toBe(name);
});

test("an event without a name is about everybody", () => {
  expect(whomOf("")).toBe("all");
  expect(whomOf("Engineering")).toBe("named");
});

test("an event speaks of one thing unless it counts more", () => {
  expect(eventNames({}).count).toBe(1);
  expect(eventNames({ count: 61 }).count).toBe(61);
});
