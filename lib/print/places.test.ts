import { expect, test } from "vitest";
import { placesOf, type Room } from "./places";

const pages = (...rooms: Room[]) =>
  placesOf(rooms, (room) => room).map((places) =>
    places.map(({ room, row, column }) => `${room} ${row}${column}`).join(", "),
  );

test("four quarters fill a page, the fifth begins another", () => {
  expect(pages("quarter", "quarter", "quarter", "quarter", "quarter")).toEqual([
    "quarter 00, quarter 01, quarter 10, quarter 11",
    "quarter 00",
  ]);
});

test("two quarters for one person lie beside each other", () => {
  expect(pages("quarter", "half", "quarter")).toEqual(["quarter 00, half 10", "quarter 00"]);
});

test("a half that finds only the last quarter free begins a page", () => {
  expect(pages("half", "quarter", "half")).toEqual(["half 00, quarter 10", "half 00"]);
});

test("a page of its own shares with nobody", () => {
  expect(pages("quarter", "page", "quarter")).toEqual(["quarter 00", "page 00", "quarter 00"]);
});

test("no sheets need no paper", () => expect(pages()).toEqual([]));
