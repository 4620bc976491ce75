import { describe, expect, test } from "vitest";
import { allowedAddress, isLocalApi } from "./address";

const host = (text: string, loopback = false) =>
  allowedAddress({ host: text, port: 8080 }, { loopback })?.host ?? null;

describe("an address that may be called", () => {
  test.each([
    ["192.168.1.20", "192.168.1.20"],
    [" 192.168.1.20 ", "192.168.1.20"],
    ["10.0.0.1", "10.0.0.1"],
    ["10.255.255.254", "10.255.255.254"],
    ["172.16.0.1", "172.16.0.1"],
    ["172.31.255.254", "172.31.255.254"],
    ["fd12:3456:789a::1", "fd12:3456:789a::1"],
    ["FD12:3456:789A:0:0:0:0:1", "fd12:3456:789a::1"],
    ["[fd12:3456:789a::1]", "fd12:3456:789a::1"],
    ["fc00::20", "fc00::20"],
  ])("%s is in a private network", (text, written) => {
    expect(host(text)).toBe(written);
    expect(host(text, true)).toBe(written);
  });
});

describe("an address that is never called", () => {
  test.each([
    ["public", "8.8.8.8"],
    ["public, beside the private range", "172.32.0.1"],
    ["public, before the private range", "172.15.255.255"],
    ["public, beside the private range", "192.169.0.1"],
    ["public", "2001:4860:4860::8888"],
    ["the credentials of a cloud", "169.254.169.254"],
    ["the credentials of a cloud", "fd00:ec2::254"],
    ["the credentials of a cloud", "fd20:ce::254"],
    ["the credentials of a cloud, written out", "fd00:0ec2:0:0:0:0:0:254"],
    ["link-local", "169.254.1.1"],
    ["link-local", "fe80::1"],
    ["with a zone", "fe80::1%eth0"],
    ["with a zone", "fd12::1%eth0"],
    ["any address", "0.0.0.0"],
    ["any address", "::"],
    ["broadcast", "255.255.255.255"],
    ["multicast", "224.0.0.1"],
    ["carrier's network", "100.64.0.1"],
    ["IPv4 in disguise", "::ffff:192.168.1.20"],
    ["IPv4 in disguise", "::ffff:127.0.0.1"],
    ["IPv4 in disguise", "::ffff:a9fe:a9fe"],
    ["IPv4 in disguise", "64:ff9b::a9fe:a9fe"],
    ["decimal", "3232235796"],
    ["octal", "0300.0250.01.024"],
    ["octal", "010.0.0.1"],
    ["hexadecimal", "0xc0.0xa8.1.20"],
    ["short", "10.1"],
    ["a name", "bridge.local"],
    ["a name", "localhost"],
    ["a name of an address", "192.168.1.20.nip.io"],
    ["with a port", "192.168.1.20:8080"],
    ["a whole URL", "http://192.168.1.20"],
    ["with a user", "user@192.168.1.20"],
    ["with a path", "192.168.1.20/list"],
    ["with a second line", "192.168.1.20\r\nHost: x"],
    ["full-width digits", "１９２.168.1.20"],
    ["nothing", ""],
  ])("%s: %s", (_why, text) => {
    expect(host(text)).toBeNull();
    expect(host(text, true)).toBeNull();
  });

  test.each(["127.0.0.1", "127.9.9.9", "::1", "[::1]", "0:0:0:0:0:0:0:1"])(
    "this machine as %s, unless Nuki's API is on it too",
    (text) => {
      expect(host(text)).toBeNull();
      expect(host(text, true)).not.toBeNull();
    },
  );

  test.each([0, -1, 65_536, 80.5, Number.NaN, Number.POSITIVE_INFINITY])("at port %d", (port) => {
    expect(allowedAddress({ host: "192.168.1.20", port }, { loopback: true })).toBeNull();
  });
});

test.each([
  ["http://127.0.0.1:4290", true],
  ["http://localhost:4290", true],
  ["http://[::1]:4290/", true],
  ["http://2130706433:4290", true],
  ["https://api.nuki.io", false],
  ["https://localhost.example.com", false],
  ["https://127.0.0.1.example.com", false],
  ["http://192.168.1.5:4290", false],
  ["not an address", false],
])("the account at %s is on this machine: %s", (apiUrl, expected) => {
  expect(isLocalApi(apiUrl)).toBe(expected);
});
