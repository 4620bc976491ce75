import { describe, expect, test } from "vitest";
import type { BridgeId } from "@/lib/db/tables/doors";
import type { BridgeReading } from "@/lib/nuki/bridge/reading";
import { nextReading, type ReadingRow } from "./note-read";
import { signalOf } from "./signal";

const id = "bridge" as BridgeId;
const start = Date.parse("2026-11-23T08:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000);
const healthy: BridgeReading = {
  hardwareId: 1,
  uptimeSeconds: 1000,
  serverConnected: true,
  wlanConnected: true,
  firmware: "2.17.0",
  wifiFirmware: "2.4.0",
  clockSkewMs: 0,
  devices: [],
};
const answered = (before: ReadingRow | null, uptimeSeconds: number | null, seconds: number) =>
  nextReading(before, id, { ok: true, reading: { ...healthy, uptimeSeconds } }, at(seconds));
const failed = (before: ReadingRow | null, problem: "no_answer" | "busy", seconds: number) =>
  nextReading(before, id, { ok: false, problem }, at(seconds));

describe("a restart", () => {
  const first = answered(null, 1000, 0);
  test.each([
    ["is not seen in the first reading", first, null],
    ["is not an uptime that grew", answered(first, 1060, 60), null],
    ["is not a clock that stutters by a second", answered(first, 1059, 60), null],
    ["is an uptime that fell", answered(first, 20, 60), at(40)],
    ["is seen after a silence too", answered(failed(first, "no_answer", 60), 30, 120), at(90)],
    ["is seen even if the uptime is larger again by now", answered(first, 2000, 3600), at(1600)],
    ["is remembered", answered(answered(first, 20, 60), 80, 120), at(40)],
    ["is not made up where no uptime is told", answered(first, null, 60), null],
  ])("%s", (_name, row, expected) => {
    expect(row.rebootedAt).toEqual(expected);
  });
});

test("while it does not answer, what was known stays, with the beginning of the trouble", () => {
  const first = answered(null, 1000, 0);
  const later = failed(failed(first, "no_answer", 60), "busy", 120);
  expect(later).toMatchObject({
    triedAt: at(120),
    problem: "busy",
    problemSince: at(60),
    readAt: at(0),
    uptimeSeconds: 1000,
    firmware: "2.17.0",
  });
  expect(answered(later, 1180, 180)).toMatchObject({ problem: null, problemSince: null, readAt: at(180) });
});

test("one that never answered has nothing but its problem", () => {
  expect(failed(null, "no_answer", 5)).toMatchObject({
    problem: "no_answer",
    problemSince: at(5),
    readAt: null,
    serverConnected: null,
    devices: null,
  });
});

test.each([
  [-40, "strong"],
  [-65, "strong"],
  [-66, "fair"],
  [-80, "fair"],
  [-81, "weak"],
  [null, "none"],
])("a signal of %s dBm is %s", (rssi, word) => {
  expect(signalOf(rssi)).toBe(word);
});
