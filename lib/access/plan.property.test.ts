import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callsOf, countPlan } from "./calls";
import { compile } from "./compile";
import { fingerprintOf } from "./fingerprint";
import { type PlanInput, plan } from "./plan";
import {
  afterwards,
  aModel,
  NOTHING,
  NOW,
  OFFICE,
  someDoors,
  someForeign,
  someUsers,
  win,
} from "./sample-model";
import { statusOf } from "./status";
import type { AccessModel, Authorization, CredentialKey, Observed, Plan, StaffId } from "./types";
import { differences, isGranted, wishKey } from "./wish";

function planned(model: AccessModel, observed: Observed, scope: PlanInput["scope"] = "all", now = NOW): Plan {
  return plan({ ...compile(model, now), observed, doors: model.doors, scope, now });
}

/** What somebody may do to our authorizations behind our back: in Nuki's app, or by a write that got lost. */
const aDrift: fc.Arbitrary<Partial<Authorization> | "gone" | null> = fc.constantFrom<
  Partial<Authorization> | "gone" | null
>(
  null,
  null,
  null,
  "gone",
  { name: "Renamed" },
  { enabled: false },
  { enabled: true },
  { days: null, fromMinute: null, untilMinute: null },
  { ...win(127, 0, 24) },
  { fromMinute: OFFICE.fromMinute - 60 },
  { validUntil: null, validFrom: null },
  { validUntil: NOW - 1000 },
  { remoteAllowed: true },
  { codeHash: "somebody's code" },
);

/** An office whose rules changed since they were applied, with authorizations that are not ours, and drift. */
const aCase = someDoors.chain((doors) =>
  fc
    .record({
      old: aModel(doors),
      model: aModel(doors),
      foreign: someForeign,
      users: someUsers,
      drift: fc.array(aDrift, { minLength: 40, maxLength: 40 }),
    })
    .map(({ old, model, foreign, users, drift }) => {
      const empty = { ...NOTHING, authorizations: foreign, accountUsers: users };
      const applied = afterwards(empty, planned(old, empty));
      const ours = new Set(applied.bindings.map(({ authId }) => authId));
      const authorizations = applied.authorizations.flatMap((item, index) => {
        const change = ours.has(item.id) ? (drift[index] ?? null) : null;
        if (change === "gone") return [];
        return [
          change
            ? { ...item, ...change, codeHash: item.type === 13 ? (change.codeHash ?? item.codeHash) : null }
            : item,
        ];
      });
      return { model, observed: { ...applied, authorizations } };
    }),
);

const keyText = ({ staffId, deviceId, kind }: CredentialKey) => `${staffId}|${deviceId}|${kind}`;
const kinds = { numRuns: 400 };

describe("plan", () => {
  test("after everything in a plan was done there is nothing left to do", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const first = planned(model, observed);
        const again = planned(model, afterwards(observed, first));
        expect(again.changes).toEqual([]);
        expect(again.unmanaged).toEqual(first.unmanaged);
      }),
      kinds,
    );
  });

  test("never touches what is not bound", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const { changes, unmanaged } = planned(model, observed);
        const ours = new Set(observed.bindings.map(({ authId }) => authId));
        for (const change of changes) {
          if (change.op === "create") continue;
          expect(ours).toContain(change.authId);
          expect(change.before.id).toBe(change.authId);
        }
        const foreign = observed.authorizations.filter(
          ({ id, type }) => !ours.has(id) && (type === 0 || type === 13),
        );
        expect(new Set(unmanaged)).toEqual(new Set(foreign));
      }),
      kinds,
    );
  });

  test("nothing that stays or comes on a door lets in more than the rules, whatever was there before", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const { credentials, blocked } = compile(model, NOW);
        const result = planned(model, observed);
        // What the plan itself found in the way counts before what was compiled.
        const wanted = new Map(
          [...credentials, ...blocked, ...result.blocked].map((item) => [keyText(item), item]),
        );
        const done = afterwards(observed, result);
        const auths = new Map(done.authorizations.map((item) => [item.id, item]));
        for (const binding of done.bindings) {
          const item = auths.get(binding.authId);
          if (!item) continue;
          const want = wanted.get(keyText(binding));
          if (!want) throw new Error("something stayed that nobody wants");
          if ("granted" in want) {
            const asWanted = want.wish !== null && differences(item, want.wish, binding.kind).length === 0;
            expect(asWanted || isGranted(item, want.granted, want.codeHash)).toBe(true);
          } else expect(differences(item, want.wish, binding.kind)).toEqual([]);
        }
      }),
      kinds,
    );
  });

  test("a blocked credential never gains anything", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const { changes, blocked } = planned(model, observed);
        const keys = new Set(blocked.map(keyText));
        for (const change of changes.filter((item) => keys.has(keyText(item)))) {
          expect(change.op).not.toBe("create");
          if (change.op === "update" && !change.differs.includes("code"))
            expect(change.effect).toBe("narrows");
        }
      }),
      kinds,
    );
  });

  test("what is wanted is unchanged, changed or blocked, and what is suspended is never created", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const { credentials } = compile(model, NOW);
        const { changes, unchanged, blocked } = planned(model, observed);
        const told = new Set([...changes, ...unchanged, ...blocked].map(keyText));
        for (const credential of credentials) {
          if (credential.wish.enabled) expect(told).toContain(keyText(credential));
        }
        for (const change of changes) if (change.op === "create") expect(change.wish.enabled).toBe(true);
        expect(new Set(changes.map(keyText)).size).toBe(changes.length);
      }),
      kinds,
    );
  });

  test("is the same, with the same fingerprint, in any order of the input", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const first = planned(model, observed);
        const { credentials, blocked } = compile({ ...model, rules: model.rules.toReversed() }, NOW);
        const turned = plan({
          credentials: credentials.reverse(),
          blocked: blocked.reverse(),
          observed: {
            authorizations: observed.authorizations.toReversed(),
            bindings: observed.bindings.toReversed(),
            accountUsers: observed.accountUsers.toReversed(),
          },
          doors: new Map([...model.doors].reverse()),
          scope: "all",
          now: NOW,
        });
        expect(turned).toEqual(first);
        expect(fingerprintOf(turned)).toBe(fingerprintOf(first));
        const shuffled = { changes: first.changes.toReversed(), blocked: first.blocked.toReversed() };
        expect(fingerprintOf(shuffled)).toBe(fingerprintOf(first));
      }),
      kinds,
    );
  });

  test("for some people is the part of the whole plan that is theirs", () => {
    fc.assert(
      fc.property(aCase, fc.subarray(["a", "b", "c"] as StaffId[]), ({ model, observed }, some) => {
        // Capacity is the one thing that people share.
        const roomy = {
          ...model,
          doors: new Map([...model.doors].map(([id, d]) => [id, { ...d, codeCapacity: 200 }])),
        };
        const scope = new Set(some);
        const part = planned(
          { ...roomy, staff: roomy.staff.filter(({ id }) => scope.has(id)) },
          observed,
          scope,
        );
        const whole = planned(roomy, observed);
        const theirs = (item: CredentialKey) => scope.has(item.staffId);
        expect(part.changes).toEqual(whole.changes.filter(theirs));
        expect(part.unchanged).toEqual(whole.unchanged.filter(theirs));
        expect(part.blocked).toEqual(whole.blocked.filter(theirs));
        expect(part.unmanaged).toEqual(whole.unmanaged);
      }),
    );
  });

  test("never fills a keypad beyond its capacity", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const done = afterwards(observed, planned(model, observed));
        for (const { id, codeCapacity } of model.doors.values()) {
          const count = ({ authorizations }: Observed) =>
            authorizations.filter(({ deviceId, type }) => deviceId === id && type === 13).length;
          expect(count(done)).toBeLessThanOrEqual(Math.max(codeCapacity, count(observed)));
        }
      }),
      kinds,
    );
  });

  test("once a person is gone nothing of theirs is left, and what has ended is removed", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const gone = {
          ...model,
          staff: model.staff.map((person) => ({ ...person, status: "removed" as const })),
        };
        const seen = new Set(observed.authorizations.map(({ id }) => id));
        const bound = observed.bindings.filter(({ authId }) => seen.has(authId));
        const { changes, blocked, unchanged } = planned(gone, observed);
        expect(changes.map(({ op }) => op)).toEqual(bound.map(() => "remove"));
        expect([...blocked, ...unchanged]).toEqual([]);

        const later = NOW + 30 * 86_400_000;
        const done = afterwards(observed, planned(model, observed, "all", later));
        const ours = new Set(done.bindings.map(({ authId }) => authId));
        for (const { id, validUntil } of done.authorizations) {
          if (ours.has(id)) expect(validUntil ?? later).toBeGreaterThanOrEqual(later);
        }
      }),
    );
  });
});

describe("the calls of a plan", () => {
  test("are one create per person, kind and wish, and each change that does not wait is in exactly one", () => {
    fc.assert(
      fc.property(aCase, fc.integer({ min: 1, max: 4 }), ({ model, observed }, bulk) => {
        const whole = planned(model, observed);
        const calls = callsOf(whole, { accountUsers: observed.accountUsers, bulk });
        const ready = whole.changes.filter(({ waits }) => waits === null);
        const creates = ready.flatMap((c) =>
          c.op === "create"
            ? [`${c.accountId}|${keyText({ ...c, deviceId: "" as never })}|${wishKey(c.wish)}`]
            : [],
        );
        expect(calls.filter(({ kind }) => kind === "create").length).toBe(new Set(creates).size);
        for (const op of ["update", "remove"] as const) {
          const sizes = ["account", "other"].map(
            (a) => ready.filter((c) => c.op === op && c.accountId === a).length,
          );
          const needed = sizes.reduce((sum, size) => sum + Math.ceil(size / bulk), 0);
          expect(calls.filter(({ kind }) => kind === op).length).toBe(needed);
        }
        const sent = calls.flatMap((call) => {
          if (call.kind === "create")
            return call.deviceIds.map((id) => `${call.staffId}|${id}|${call.credential}`);
          if (call.kind === "update") return call.changes.map(keyText);
          return call.kind === "remove" ? [...call.authIds] : [];
        });
        expect(sent.sort()).toEqual(ready.map((c) => (c.op === "remove" ? c.authId : keyText(c))).sort());
      }),
      kinds,
    );
  });

  test("invite each unknown person once before the app is given, and take away before they give", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const calls = callsOf(planned(model, observed), observed);
        const known = new Set(
          observed.accountUsers.map(({ accountId, staffId }) => `${accountId}|${staffId}`),
        );
        for (const call of calls) {
          if (call.kind === "invite_user") {
            expect(known).not.toContain(`${call.accountId}|${call.staffId}`);
            known.add(`${call.accountId}|${call.staffId}`);
          }
          if (call.kind === "create" && call.credential === "app")
            expect(known).toContain(`${call.accountId}|${call.staffId}`);
        }
        const rank = { remove: 0, update: 1, invite_user: 2, create: 3 };
        const ranks = calls.map(({ kind }) => rank[kind]);
        expect(ranks).toEqual(ranks.toSorted());
      }),
    );
  });

  test("and the figures of the preview add up", () => {
    fc.assert(
      fc.property(aCase, ({ model, observed }) => {
        const whole = planned(model, observed);
        const figures = countPlan(whole);
        expect(figures.create + figures.update + figures.remove).toBe(whole.changes.length);
        expect(figures.createApp + figures.createKeypad).toBe(figures.create);
        expect(figures.doors.reduce((sum, { count }) => sum + count, 0)).toBe(figures.waiting);
      }),
    );
  });
});

describe("states", () => {
  test("nothing unconfirmed is active", () => {
    const aChange = fc.option(
      fc.record({
        op: fc.constantFrom("create", "update", "remove"),
        state: fc.constantFrom(
          "planned",
          "sending",
          "accepted",
          "confirmed",
          "waiting",
          "failed",
          "needs_review",
          "superseded",
        ),
        reason: fc.constantFrom(null, "offline"),
        nextTryAt: fc.constant(null),
      }),
    );
    fc.assert(
      fc.property(aCase, aChange, fc.boolean(), ({ model, observed }, change, busy) => {
        const { credentials, blocked } = compile(model, NOW);
        const auths = new Map(observed.authorizations.map((item) => [item.id, item]));
        const bound = new Map(
          observed.bindings.map((binding) => [keyText(binding), auths.get(binding.authId)]),
        );
        for (const desired of [...credentials, ...blocked]) {
          const has = bound.get(keyText(desired));
          const door = model.doors.get(desired.deviceId);
          if (!door) throw new Error("no door");
          const { state } = statusOf({ desired, bound: has ? { ...has, busy } : null, change, door });
          if (state !== "active") continue;
          expect(change === null || change.state === "confirmed" || change.state === "superseded").toBe(true);
          expect(has && !busy && desired.wish?.enabled).toBe(true);
          if (has && desired.wish) {
            expect(differences(has, desired.wish, desired.kind)).toEqual([]);
          }
        }
      }),
      kinds,
    );
  });
});
