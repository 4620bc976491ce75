import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestOf, type EntryProof, proveEntries, proveRows } from "./proof";

const entry = (id: string, more: Record<string, unknown> = {}): EntryProof => ({
  ...{ id, deviceId: "d1", occurredAt: new Date(0), receivedAt: new Date(1), person: null, staffId: null },
  ...{ name: "Anna", authorizationId: null, outcome: "opened", deviceType: 4, action: 1, trigger: 0 },
  ...{ state: 0, source: null, autoUnlock: false, ajarMinutes: null, opener: null },
  ...more,
});

describe("the proof of a deletion", () => {
  test("is the hash over the hash before and the row with its members in order", () => {
    const sha = (text: string) => createHash("sha256").update(text).digest("hex");
    expect(digestOf([])).toBe("");
    expect(digestOf([{ b: 1, a: new Date(0) }, { c: null }])).toBe(
      sha(`${sha('{"a":"1970-01-01T00:00:00.000Z","b":1}')}{"c":null}`),
    );
  });

  test("is the same in whatever order the entries come, and from a file as from the database", () => {
    const [a, b, c] = [entry("a"), entry("b", { deviceId: "d2" }), entry("b", { opener: { z: 1, a: true } })];
    const proof = proveEntries([a, b, c]);
    expect(proof).toMatchObject({ firstId: "a", lastId: "b" });
    expect(proveEntries([c, b, a])).toEqual(proof);
    const lines = [b, c, a].map((one) =>
      JSON.parse(JSON.stringify({ ...one, timeZone: "UTC", site: "Graz" })),
    );
    expect(proveEntries(lines)).toEqual(proof);
  });

  test.each([
    ["another name", entry("a", { name: "Eva" })],
    ["another millisecond", entry("a", { occurredAt: new Date(2) })],
    ["nobody instead of somebody", entry("a", { person: "Anna" })],
    ["another member of an opener", entry("a", { opener: { continuous: true } })],
  ])("differs by %s", (_name, other) => {
    expect(proveEntries([other, entry("b")]).digest).not.toBe(proveEntries([entry("a"), entry("b")]).digest);
  });

  test("differs by a row that is missing, doubled or cut in two", () => {
    const digests = [["a", "b"], ["a"], ["a", "b", "b"], []].map(
      (ids) => proveEntries(ids.map((id) => entry(id))).digest,
    );
    expect(new Set(digests).size).toBe(4);
  });

  test("of rows with a number goes by the number, not by its text", () => {
    expect(proveRows([{ id: 10 }, { id: 9 }])).toEqual({
      ...{ firstId: "9", lastId: "10", digest: digestOf([{ id: 9 }, { id: 10 }]) },
    });
  });
});
