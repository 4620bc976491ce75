import { expect, test } from "vitest";
import type { DeviceId, SiteId } from "@/lib/access/types";
import type { BridgeId } from "@/lib/db/tables/doors";
import { type BridgeAuthorization, inferBridges, type KnownBridge } from "./infer";

const auth = (name: string, deviceId: string, site: string | null = "Vienna"): BridgeAuthorization => ({
  name,
  deviceId: deviceId as DeviceId,
  siteId: site as SiteId | null,
  siteName: site,
});
const known = (id: string, name: string, more: Partial<KnownBridge> = {}): KnownBridge => ({
  id: id as BridgeId,
  name,
  siteId: "Vienna" as SiteId,
  deviceIds: [],
  listed: null,
  hasAddress: false,
  untouched: true,
  ...more,
});
const ids = (...list: string[]) => list as DeviceId[];
const short = (...args: Parameters<typeof inferBridges>) =>
  inferBridges(...args).bridges.map(({ id, name, siteId, deviceIds }) =>
    [id ?? "new", name, siteId, ...deviceIds].join(" "),
  );

test("devices whose bridge authorization has one name share one bridge", () => {
  expect(short([auth("Hall", "a"), auth("Hall", "b"), auth(" hall ", "c"), auth("Attic", "d")], [])).toEqual([
    "new Hall Vienna a b c",
    "new Attic Vienna d",
  ]);
});

test("one name at two sites is two bridges, since radio does not reach so far", () => {
  expect(short([auth("Nuki Bridge", "a"), auth("Nuki Bridge", "b", "London")], [])).toEqual([
    "new Nuki Bridge Vienna a",
    "new Nuki Bridge (London) London b",
  ]);
});

test("a device without a site is with the others of that name, if it is clear with whom", () => {
  expect(short([auth("Hall", "b", null), auth("Hall", "a")], [])).toEqual(["new Hall Vienna a b"]);
  expect(short([auth("Hall", "a"), auth("Hall", "b", "London"), auth("Hall", "c", null)], [])).toEqual([
    "new Hall Vienna a",
    "new Hall (London) London b",
    "new Hall 2  c",
  ]);
});

test("what is known stays as it is, and is not found twice", () => {
  const bridges = [known("1", "Hall", { deviceIds: ids("a") })];
  expect(short([auth("Hall", "a"), auth("Hall", "b")], bridges)).toEqual(["1 Hall Vienna a b"]);
});

test("a bridge that got another name here is known again by its devices", () => {
  const bridges = [known("1", "Reception", { deviceIds: ids("a", "b"), untouched: false })];
  expect(short([auth("Hall", "a"), auth("Hall", "b")], bridges)).toEqual(["1 Reception Vienna a b"]);
});

test("two bridges whose devices overlap keep apart, each with the name that is its own", () => {
  const bridges = [
    known("1", "Hall", { deviceIds: ids("a", "b") }),
    known("2", "Attic", { deviceIds: ids("b", "c") }),
  ];
  expect(short([auth("Hall", "b"), auth("Attic", "b"), auth("Attic", "c")], bridges)).toEqual([
    "1 Hall Vienna b",
    "2 Attic Vienna b c",
  ]);
});

test("a device that moved to a new bridge leaves the old one", () => {
  const bridges = [known("1", "Hall", { deviceIds: ids("a", "b", "c") })];
  expect(short([auth("Hall", "a"), auth("Hall", "b"), auth("Attic", "c")], bridges)).toEqual([
    "1 Hall Vienna a b",
    "new Attic Vienna c",
  ]);
});

test("one that was entered by hand under the name that Nuki knows becomes that bridge", () => {
  const bridges = [known("1", "hall", { hasAddress: true, siteId: null, untouched: false })];
  expect(short([auth("Hall", "a")], bridges)).toEqual(["1 hall Vienna a"]);
});

test("one that was entered by hand under another name becomes that bridge when it was read", () => {
  const found = known("1", "Hall", { deviceIds: ids("a", "b") });
  const entered = known("2", "Front desk", { hasAddress: true, untouched: false });
  const authorizations = [auth("Hall", "a"), auth("Hall", "b")];
  expect(inferBridges(authorizations, [found, entered]).absorbed).toEqual([]);
  const read = { ...entered, listed: ids("a", "b", "c") };
  expect(inferBridges(authorizations, [found, read]).absorbed).toEqual(["1"]);
  expect(short(authorizations, [found, read])).toEqual(["2 Front desk Vienna a b c"]);
});

test("what somebody touched is never absorbed, nor what has an address", () => {
  const read = known("2", "Front desk", { hasAddress: true, listed: ids("a"), untouched: false });
  const authorizations = [auth("Hall", "a")];
  for (const more of [{ untouched: false }, { hasAddress: true, untouched: false }]) {
    const found = known("1", "Hall", { deviceIds: ids("a"), ...more });
    expect(inferBridges(authorizations, [found, read]).absorbed).toEqual([]);
  }
});

test("a bridge without any authorization left stays, with the devices that it named itself", () => {
  const bridges = [
    known("1", "Hall", { deviceIds: ids("a"), listed: ids("b") }),
    known("2", "Attic", { deviceIds: ids("c") }),
  ];
  expect(short([], bridges)).toEqual(["1 Hall Vienna b", "2 Attic Vienna"]);
});

test("inferring again from what was inferred changes nothing", () => {
  const authorizations = [auth("Hall", "a"), auth("Hall", "b", "London"), auth("Attic", "a"), auth("", "c")];
  const first = inferBridges(authorizations, []);
  const again = first.bridges.map((bridge, index) =>
    known(String(index), bridge.name, { siteId: bridge.siteId, deviceIds: bridge.deviceIds }),
  );
  const second = inferBridges(authorizations, again);
  expect(second.absorbed).toEqual([]);
  expect(second.bridges).toEqual(first.bridges.map((bridge, index) => ({ ...bridge, id: String(index) })));
});
