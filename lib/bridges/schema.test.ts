import { expect, test } from "vitest";
import { type BridgeInput, bridgeFormSchema, bridgeSchema, needsToken } from "./schema";

const input: BridgeInput = {
  name: "Hall",
  siteId: "",
  host: "192.168.1.20",
  port: 8080,
  token: "",
  tokenMode: "plain",
};
const stored = { host: "192.168.1.20", port: 8080, tokenMode: "plain" as const, hasToken: true };

test.each([
  ["without an address none is needed", null, { host: "" }, false],
  ["a new address needs one", null, {}, true],
  ["where none is stored one is needed", { ...stored, hasToken: false }, {}, true],
  ["the stored one stays where nothing changes", stored, {}, false],
  ["the stored one is not sent in plain to another address", stored, { host: "192.168.1.21" }, true],
  ["nor to another port", stored, { port: 81 }, true],
  [
    "nor encrypted, since an impostor could use what it is sent",
    stored,
    { host: "192.168.1.21", tokenMode: "encrypted" as const },
    true,
  ],
  ["it may go encrypted where it went in plain", stored, { tokenMode: "encrypted" as const }, false],
  ["what was encrypted is not sent in plain", { ...stored, tokenMode: "encrypted" as const }, {}, true],
])("%s", (_name, before, change, expected) => {
  const changed = { ...input, ...change };
  expect(needsToken(before, changed)).toBe(expected);
  expect(bridgeFormSchema(before).safeParse(changed).success).toBe(!expected);
  expect(bridgeFormSchema(before).safeParse({ ...changed, token: "abc" }).success).toBe(true);
});

test("what was parsed once parses to the same again, as it travels from form to action", () => {
  const typed = { ...input, port: "8080", name: " Hall ", token: " abc " };
  const parsed = bridgeSchema.parse(typed);
  expect(parsed).toEqual({ ...input, token: "abc" });
  expect(bridgeSchema.parse(parsed)).toEqual(parsed);
});

test.each(["0", "65536", "80.5", "", "http"])("%s is no port", (port) => {
  expect(bridgeSchema.safeParse({ ...input, port }).success).toBe(false);
});

test("a token is one word", () => {
  expect(bridgeSchema.safeParse({ ...input, token: "two words" }).success).toBe(false);
  expect(bridgeSchema.safeParse({ ...input, token: "two\nlines" }).success).toBe(false);
});
