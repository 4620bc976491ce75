import { createHash, randomBytes } from "node:crypto";
import nacl from "tweetnacl";
import { expect, test } from "vitest";
import { tokenQuery } from "./token";

const token = "1a2b3c4d5e";
const now = Date.parse("2026-11-23T08:15:30.987Z");

function opened(query: Record<string, string>, withToken: string): string | null {
  const key = createHash("sha256").update(withToken).digest();
  const bytes = (name: string) => new Uint8Array(Buffer.from(query[name] ?? "", "hex"));
  const box = nacl.secretbox.open(bytes("ctoken"), bytes("nonce"), new Uint8Array(key));
  return box && Buffer.from(box).toString("utf8");
}

test("another implementation opens the encrypted token and finds the time in whole seconds and a number", () => {
  const bytes = (count: number) => Uint8Array.from({ length: count }, (_, index) => index + 1);
  const query = tokenQuery(token, "encrypted", { now, randomBytes: bytes });
  expect(Object.keys(query)).toEqual(["ctoken", "nonce"]);
  expect(query.nonce).toBe("0102030405060708090a0b0c0d0e0f101112131415161718");
  expect(opened(query, token)).toBe("2026-11-23T08:15:30Z,258");
});

test.each([
  [[0, 0], "0"],
  [[255, 255], "65535"],
])("the random number fits into 16 bits: %j", (bytes, expected) => {
  const query = tokenQuery(token, "encrypted", {
    now,
    randomBytes: (count) => Uint8Array.from({ length: count }, (_, index) => bytes[index] ?? 0),
  });
  expect(opened(query, token)).toBe(`2026-11-23T08:15:30Z,${expected}`);
});

test("nobody opens it with another token, and no two of them are alike", () => {
  const make = () => tokenQuery(token, "encrypted", { now, randomBytes });
  expect(opened(make(), "1a2b3c4d5f")).toBeNull();
  const made = Array.from({ length: 50 }, make);
  expect(new Set(made.map((query) => query.nonce)).size).toBe(50);
  expect(new Set(made.map((query) => query.ctoken)).size).toBe(50);
  expect(made.every((query) => opened(query, token) !== null)).toBe(true);
  expect(JSON.stringify(made)).not.toContain(token);
});

test("a plain token is sent as it is", () => {
  expect(tokenQuery(token, "plain", { now, randomBytes })).toEqual({ token });
});
