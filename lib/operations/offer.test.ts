import { describe, expect, test } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import { type OperableDoor, offerOf, refusalOf } from "./offer";

const now = new Date("2026-03-02T08:00:00Z");

function door(values: Partial<OperableDoor> = {}): OperableDoor {
  return {
    id: "d" as DeviceId,
    name: "Main entrance",
    siteName: "Vienna",
    siteZone: "Europe/Vienna",
    remoteOpening: true,
    reasonRequired: false,
    type: 4,
    mode: 2,
    state: 1,
    doorState: 2,
    capabilities: null,
    ringToOpenUntil: null,
    serverState: 0,
    adminPinState: 0,
    missingSince: null,
    seenAt: now,
    ...values,
  };
}

describe("a door's offer", () => {
  test("is everything it can do while it can be reached and its site allows it", () => {
    expect(offerOf(door(), now)).toMatchObject({
      kinds: ["unlock", "unlatch", "lock", "lock_n_go"],
      refusal: null,
    });
  });

  test("is only locking where opening from afar is switched off", () => {
    expect(offerOf(door({ remoteOpening: false }), now)).toMatchObject({
      kinds: ["lock"],
      refusal: "remote_opening_off",
    });
  });

  test("of an opener still ends continuous mode where opening from afar is switched off", () => {
    expect(offerOf(door({ type: 2, mode: 3, remoteOpening: false }), now)).toMatchObject({
      kinds: ["continuous_off"],
      refusal: "remote_opening_off",
      continuous: true,
    });
  });

  test.each([
    { serverState: 1 },
    { serverState: 2 },
    { serverState: 3 },
    { serverState: 4 },
    { serverState: 9 },
    { missingSince: now },
  ])("is empty while nothing would reach it: %o", (values) => {
    expect(offerOf(door(values), now)).toMatchObject({ kinds: [], refusal: "device_unreachable" });
  });

  test("does not depend on the admin PIN, which only guards settings", () => {
    expect(offerOf(door({ adminPinState: 2 }), now)?.kinds).toHaveLength(4);
  });

  test("is empty before it has a site, whose policy decides", () => {
    const found = offerOf(door({ siteName: null, siteZone: null, remoteOpening: null }), now);
    expect(found).toMatchObject({ kinds: [], refusal: "device_without_site" });
  });

  test("of a type that we do not know is none at all", () => {
    expect(offerOf(door({ type: 9 }), now)).toBeNull();
  });

  test("tells how long ring to open still lasts", () => {
    const until = new Date("2026-03-02T08:20:00Z");
    expect(offerOf(door({ type: 2, state: 3, ringToOpenUntil: until }), now)?.ringToOpen).toEqual({
      until: until.getTime(),
    });
  });
});

test("the policy is told before the outage, since it would still hold after it", () => {
  expect(refusalOf(door({ remoteOpening: false, serverState: 4 }), "unlock", now)).toBe("remote_opening_off");
  expect(refusalOf(door({ remoteOpening: false, serverState: 4 }), "lock", now)).toBe("device_unreachable");
});
