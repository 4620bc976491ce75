import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlannedChange, Wish } from "@/lib/access/types";
import { weekdays } from "@/lib/time/weekdays";
import {
  type DoorFacts,
  decide,
  mostAttempts,
  type OpenChange,
  showsWithinMs,
  syncTakesMs,
  travelsWithinMs,
} from "./decide";

const now = Date.parse("2026-03-02T08:00:00Z");

const wish: Wish = {
  name: "Anna Berger",
  enabled: true,
  remoteAllowed: false,
  window: { days: weekdays(31), fromMinute: 420, untilMinute: 1140 },
  validFrom: null,
  validUntil: null,
  codeHash: "hash",
};

const planned = {
  op: "create",
  staffId: "anna",
  deviceId: "door",
  accountId: "account",
  kind: "keypad",
  effect: "widens",
  waits: null,
  notBefore: null,
  wish,
} as unknown as PlannedChange;

const atRest: OpenChange = {
  op: "create",
  state: "planned",
  wish,
  authId: null,
  reason: null,
  attempts: 0,
  inFlight: false,
  sentAt: null,
  acceptedAt: null,
  syncedAt: null,
};

const inFlight: OpenChange = {
  ...atRest,
  state: "accepted",
  inFlight: true,
  attempts: 1,
  sentAt: now - 5_000,
  acceptedAt: now - 4_900,
};

const online: DoorFacts = { reach: "online", reachableSince: now - 86_400_000, listSeenAt: now - 1_000 };
const offline: DoorFacts = { reach: "offline", reachableSince: null, listSeenAt: now - 1_000 };

describe("a change at rest", () => {
  test("is opened when the plan wants something and nothing is open", () => {
    expect(decide(null, planned, false, online, now)).toEqual({ do: "open", planned });
    expect(decide(null, null, false, online, now)).toEqual({ do: "keep" });
  });

  test("is superseded when the rules moved on, and confirmed when what was sent shows after all", () => {
    expect(decide(atRest, null, false, online, now)).toEqual({ do: "close", as: "superseded", next: null });
    const sent = { ...atRest, state: "needs_review" as const, sentAt: now - 900_000 };
    expect(decide(sent, null, true, online, now)).toEqual({ do: "close", as: "confirmed", next: null });
  });

  test("is replaced when the wish changed, even after it failed", () => {
    const other = { ...planned, wish: { ...wish, name: "Anna Huber" } } as PlannedChange;
    for (const state of ["planned", "waiting", "failed", "needs_review"] as const) {
      expect(decide({ ...atRest, state }, other, false, online, now)).toEqual({
        do: "close",
        as: "superseded",
        next: other,
      });
    }
  });

  test("waits with the door's reason and is released when the door is back", () => {
    const waits = { ...planned, waits: "offline" } as PlannedChange;
    expect(decide(atRest, waits, false, offline, now)).toEqual({
      do: "wait",
      reason: "offline",
      until: null,
    });
    const waiting = { ...atRest, state: "waiting" as const, reason: "offline" };
    expect(decide(waiting, waits, false, offline, now)).toEqual({ do: "keep" });
    expect(decide(waiting, planned, false, online, now)).toEqual({ do: "release" });
  });

  test("that Nuki asked to put off is not released before its time", () => {
    const waiting = { ...atRest, state: "waiting" as const, reason: "rate_limited" };
    expect(decide(waiting, planned, false, online, now)).toEqual({ do: "keep" });
  });

  test("that failed stays failed while the same is wanted", () => {
    expect(decide({ ...atRest, state: "failed" }, planned, false, online, now)).toEqual({ do: "keep" });
  });
});

describe("a change in flight", () => {
  test("is confirmed only by a list that was read after it was sent", () => {
    expect(decide(inFlight, null, true, online, now)).toEqual({ do: "close", as: "confirmed", next: null });
    const stale = { ...online, listSeenAt: now - 6_000 };
    expect(decide(inFlight, null, true, stale, now)).toEqual({ do: "keep" });
  });

  test("is kept while it may still show, then the door is asked to sync, then it is sent again", () => {
    const later = now + showsWithinMs;
    const fresh = (at: number): DoorFacts => ({ ...online, listSeenAt: at });
    expect(decide(inFlight, planned, false, fresh(now), now + 1_000)).toEqual({ do: "keep" });
    expect(decide(inFlight, planned, false, fresh(later), later)).toEqual({ do: "sync" });
    const synced = { ...inFlight, syncedAt: later };
    expect(decide(synced, planned, false, fresh(later + 1_000), later + 2_000)).toEqual({ do: "keep" });
    const read = fresh(later + syncTakesMs);
    expect(decide(synced, planned, false, read, later + syncTakesMs)).toEqual({ do: "send_again" });
  });

  test("that created something and had no answer is not sent again while it may still arrive", () => {
    const unanswered = { ...inFlight, state: "sending" as const, sentAt: now, acceptedAt: null };
    const arrived = now + travelsWithinMs;
    const read: DoorFacts = { ...online, listSeenAt: arrived - 1 };
    // The sync was asked for another change of the same door.
    const early = { ...unanswered, syncedAt: now + showsWithinMs };
    expect(decide(early, planned, false, read, arrived - 1)).toEqual({ do: "keep" });
    expect(decide(early, planned, false, { ...read, listSeenAt: arrived }, arrived)).toEqual({ do: "sync" });
    const synced = { ...unanswered, syncedAt: arrived };
    const after = arrived + syncTakesMs;
    expect(decide(synced, planned, false, { ...read, listSeenAt: after }, after)).toEqual({
      do: "send_again",
    });
  });

  test("that may arrive twice without harm is sent again sooner", () => {
    const update = { ...planned, op: "update", authId: "auth" } as unknown as PlannedChange;
    const open = { ...inFlight, op: "update", authId: "auth", sentAt: now, acceptedAt: null } as OpenChange;
    const later = now + showsWithinMs;
    expect(decide(open, update, false, { ...online, listSeenAt: later }, later)).toEqual({ do: "sync" });
  });

  test("is handed to a person after it came to nothing three times", () => {
    const given = { ...inFlight, attempts: mostAttempts, sentAt: now - 100_000, syncedAt: now - 30_000 };
    expect(decide(given, planned, false, online, now)).toEqual({ do: "review", reason: "not_seen" });
  });

  test("is given up, not repeated, when the rules moved on meanwhile", () => {
    const given = { ...inFlight, sentAt: now - 100_000, syncedAt: now - 30_000 };
    expect(decide(given, null, false, online, now)).toEqual({ do: "close", as: "superseded", next: null });
  });

  test("does not keep a leaver's entry that is there already from being removed at once", () => {
    const removal = { ...planned, op: "remove", authId: "auth" } as unknown as PlannedChange;
    for (const op of ["create", "update"] as const) {
      expect(decide({ ...inFlight, op }, removal, false, online, now)).toEqual({
        do: "close",
        as: "superseded",
        next: removal,
      });
    }
    const leaving = { ...inFlight, op: "remove", authId: "auth" as OpenChange["authId"] } as const;
    expect(decide(leaving, removal, false, online, now)).toEqual({ do: "keep" });
  });

  test("waits while its door is offline, and its time starts anew with the return", () => {
    expect(decide(inFlight, planned, false, offline, now)).toEqual({
      do: "wait",
      reason: "offline",
      until: null,
    });
    const waiting = { ...inFlight, state: "waiting" as const, reason: "offline", sentAt: now - 900_000 };
    const back = { ...online, reachableSince: now - 1_000 };
    expect(decide(waiting, planned, false, back, now)).toEqual({ do: "resume", state: "accepted" });
    expect(decide({ ...waiting, state: "accepted" }, planned, false, back, now)).toEqual({ do: "keep" });
  });
});

test("nothing in flight is ever sent again without a sync and a reading after it", () => {
  const moment = fc.integer({ min: now - 400_000, max: now });
  fc.assert(
    fc.property(
      fc.record({
        sentAt: moment,
        syncedAt: fc.option(moment),
        listSeenAt: fc.option(moment),
        since: moment,
      }),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      ({ sentAt, syncedAt, listSeenAt, since }, attempts, fulfilled) => {
        const open = { ...inFlight, sentAt, syncedAt, attempts };
        const door: DoorFacts = { reach: "online", reachableSince: since, listSeenAt };
        const decision = decide(open, planned, fulfilled, door, now);
        if (decision.do !== "send_again") return true;
        return syncedAt !== null && syncedAt >= sentAt && listSeenAt !== null && listSeenAt > syncedAt;
      },
    ),
  );
});
