import { expect, test } from "vitest";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { suggestMapping } from "./columns";
import { matchRows } from "./match";
import { MAX_ROWS, parseTable } from "./parse";
import { readRows } from "./rows";

test("ten thousand different long and wrong cells are all refused, each with its line", () => {
  const devices = Array.from({ length: 100 }, (_, i) => ({
    id: `d${i}` as DeviceId,
    name: `Office number ${i}`,
    siteId: "site" as SiteId,
  }));
  const lines = Array.from(
    { length: MAX_ROWS },
    (_, i) => `P${i};Offise numbr ${i}${"x".repeat(i % 60)};${" , ".repeat(140)}${i};Mo${"-Fr".repeat(100)}`,
  );
  const parsed = parseTable(`Name;Doors;Schedule;Days\n${lines.join("\n")}\n`);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const { mapping, language } = suggestMapping(parsed.table.headers);
  const { rows } = readRows(parsed.table, mapping, { today: "2026-11-23", language, dateOrder: null });
  const matched = matchRows(rows, { staff: [], teams: [], areas: [], devices, schedules: [] });
  expect(matched.map(({ line }) => line)).toEqual(lines.map((_, i) => i + 2));
  expect(matched.every(({ outcome }) => outcome === "blocked")).toBe(true);
});
