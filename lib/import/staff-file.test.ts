import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { AreaId, DeviceId, SiteId } from "@/lib/access/types";
import { freePlaces, makeStaffFile } from "@/scripts/testing/staff-file";
import { suggestMapping } from "./columns";
import { decodeFile } from "./decode";
import type { Directory } from "./directory";
import { countOutcomes, matchRows } from "./match";
import { parseTable } from "./parse";
import { rowFieldsSchema } from "./row-fields";
import { readRows } from "./rows";

interface OfficeDevice {
  key: string;
  name: string;
  site: string;
  keypad: number | null;
}

const office = JSON.parse(readFileSync(new URL("../demo/office.json", import.meta.url), "utf8"));
const devices: OfficeDevice[] = office.devices;

const directory: Directory = {
  staff: [],
  teams: [],
  areas: office.areas.map((area: { key: string; name: string; devices: string[] }) => ({
    id: area.key as AreaId,
    name: area.name,
    deviceIds: area.devices as DeviceId[],
  })),
  devices: devices.map(({ key, name, site }) => ({ id: key as DeviceId, name, siteId: site as SiteId })),
  schedules: [],
};

function preview(bytes: Uint8Array) {
  const decoded = decodeFile(bytes);
  if (!decoded.ok) throw new Error(decoded.problem.code);
  const parsed = parseTable(decoded.text);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const { mapping, language } = suggestMapping(parsed.table.headers);
  const { rows, asks } = readRows(parsed.table, mapping, { today: "2026-11-23", language, dateOrder: null });
  return { decoded, rows, asks, matched: matchRows(rows, directory) };
}

function codesPerDoor(bytes: Uint8Array): Map<string, number> {
  const doors = preview(bytes).matched.flatMap((row) =>
    row.outcome === "add"
      ? row.values.rules.map(({ target }) => ("deviceId" in target ? target.deviceId : ""))
      : [],
  );
  const counts = new Map<string, number>();
  for (const door of doors) counts.set(door, (counts.get(door) ?? 0) + 1);
  return counts;
}

test.each([1, 2, 99])("a list of 300 rows adds 298 people and blocks 2, with seed %i", (seed) => {
  const { decoded, rows, asks, matched } = preview(makeStaffFile({ rows: 300, seed }));
  expect(decoded).toMatchObject({ encoding: "windows-1252", guessed: true });
  expect(asks).toEqual([]);
  expect(countOutcomes(matched)).toMatchObject({ add: 298, blocked: 2, update: 0 });
  const errors = matched.flatMap(({ problems }) => problems.filter(({ severity }) => severity === "error"));
  expect(errors.map(({ code }) => code).sort()).toEqual(["time_passes_midnight", "unknown_area"]);
  expect(matched.flatMap(({ problems }) => problems).length).toBe(2);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(300);
  expect(rows.map(({ fields }) => Number(fields.externalId)).sort()[0]).toBe(20_001);
});

test("the list wants 540 codes, 61 of them at the side entrance, and fits every keypad", () => {
  const codes = codesPerDoor(makeStaffFile({ rows: 300 }));
  expect([...codes.values()].reduce((sum, count) => sum + count, 0)).toBe(540);
  expect(codes.get("v-side")).toBe(61);
  const free = freePlaces();
  for (const [door, count] of codes) expect(count).toBeLessThanOrEqual(free.get(door) ?? 0);
});

test("everybody's doors have a keypad and lie at one site", () => {
  const byKey = new Map(devices.map((device) => [device.key, device]));
  for (const row of preview(makeStaffFile({ rows: 300 })).matched) {
    if (row.outcome !== "add") continue;
    const doors = row.values.rules.map(({ target }) =>
      byKey.get("deviceId" in target ? target.deviceId : ""),
    );
    expect(doors.length).toBeGreaterThan(0);
    expect(doors.every((door) => door?.keypad)).toBe(true);
    expect(new Set(doors.map((door) => door?.site)).size).toBe(1);
    expect(row.values.rules.every(({ keypad, app }) => keypad && !app)).toBe(true);
  }
});

test("what the readers make is what the schema of stored rows accepts", () => {
  for (const { fields } of preview(makeStaffFile({ rows: 300 })).rows) {
    expect(rowFieldsSchema.parse(JSON.parse(JSON.stringify(fields)))).toEqual(fields);
  }
});

test("the same seed makes the same file, another seed another one", () => {
  expect(makeStaffFile({ rows: 20, seed: 5 })).toEqual(makeStaffFile({ rows: 20, seed: 5 }));
  expect(makeStaffFile({ rows: 20, seed: 5 })).not.toEqual(makeStaffFile({ rows: 20, seed: 6 }));
});
