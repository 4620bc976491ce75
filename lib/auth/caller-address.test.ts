import { describe, expect, test } from "vitest";
import { callerAddress, callerOf } from "./caller-address";

describe("callerOf", () => {
  test.each([
    ["without a proxy the header is not believed", "203.0.113.9", "192.0.2.1", 0, "192.0.2.1"],
    ["without a header it is the socket's", undefined, "192.0.2.1", 0, "192.0.2.1"],
    ["behind one proxy it is the last hop", "203.0.113.9, 198.51.100.7", "192.0.2.1", 1, "198.51.100.7"],
    ["behind two it is the one before", "203.0.113.9,198.51.100.7,10.0.0.2", "10.0.0.1", 2, "198.51.100.7"],
    ["fewer hops than proxies end at the first", "198.51.100.7", "192.0.2.1", 3, "198.51.100.7"],
    ["a proxy that wrote nothing is the caller itself", undefined, "192.0.2.1", 1, "192.0.2.1"],
    ["several header lines are one list", ["203.0.113.9", "198.51.100.7"], "::1", 1, "198.51.100.7"],
    ["one caller has one address in both protocols", undefined, "::ffff:192.0.2.1", 0, "192.0.2.1"],
    ["an empty hop is nobody's", "198.51.100.7, ", "192.0.2.1", 1, "unknown"],
    ["a socket without an address is unknown", "198.51.100.7", undefined, 0, "unknown"],
  ] as const)("%s", (_title, header, socket, proxies, address) => {
    expect(callerOf(header, socket, proxies)).toBe(address);
  });
});

describe("callerAddress", () => {
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
});
