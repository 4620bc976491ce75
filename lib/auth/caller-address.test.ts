import { expect, test } from "vitest";
import { callerAddress } from "./caller-address";

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["203.0.113.9, 192.0.2.1", "192.0.2.1"],
  ["not an address,2001:db8::1", "2001:db8::1"],
  ["192.0.2.1, ", "unknown"],
  ["", "unknown"],
  [undefined, "unknown"],
])("of %j only the last hop counts: %s", (header, address) => {
  expect(callerAddress({ "x-forwarded-for": header })).toBe(address);
});

test("without headers the address is unknown", () => {
  expect(callerAddress(undefined)).toBe("unknown");
});
