import { expect, test } from "vitest";
import { editDistance, nearNames } from "./near";

const DOORS = ["Haupteingang", "Nebeneingang", "Büro 2.OG", "Büro 3.OG", "Garage"];

test.each([
  ["Haupteingnag", ["Haupteingang"]],
  ["buero 2.OG", ["Büro 2.OG", "Büro 3.OG"]],
  ["Garage (Hof)", ["Garage"]],
  ["Side entrance", []],
  ["", []],
])("%s may have meant %j", (text, names) => {
  expect(nearNames(text, DOORS)).toEqual(names);
});

test.each([
  ["", "abc", 3],
  ["abc", "abc", 0],
  ["abcd", "acbd", 1],
  ["kitten", "sitting", 3],
])("from %s to %s it is %i letters", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});
