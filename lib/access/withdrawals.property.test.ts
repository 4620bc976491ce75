import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "./compile";
import { compileWith } from "./former";
import { plan } from "./plan";
import { afterwards, aModel, NOTHING, NOW, someDoors, someForeign, someWithdrawals } from "./sample-model";
import type {
  AccessCredential,
  AccessModel,
  BlockedCredential,
  CredentialKey,
  Instant,
  Observed,
  Plan,
} from "./types";

/** An office without withdrawals, and some to make there. */
const aCase = someDoors.chain((doors) =>
  fc.record({
    model: aModel(doors).map((model) => ({ ...model, withdrawals: [] })),
    withdrawals: someWithdrawals,
    foreign: someForeign,
  }),
);
const runs = { numRuns: 400 };

const keyOf = ({ staffId, deviceId, kind }: CredentialKey) => `${staffId}|${deviceId}|${kind}`;
const placeOf = ({ staffId, deviceId }: Pick<CredentialKey, "staffId" | "deviceId">) =>
  `${staffId}|${deviceId}`;

type Settled = AccessCredential | BlockedCredential;

function settledBy(model: AccessModel, now: Instant = NOW): Map<string, Settled> {
  const { credentials, blocked } = compile(model, now);
  return new Map([...credentials, ...blocked].map((item) => [keyOf(item), item]));
}

/** As it lets in at the door itself. */
function withoutRemote(item: Settled) {
  const granted = "granted" in item ? item.granted.map((span) => ({ ...span, remoteAllowed: false })) : [];
  return { ...item, wish: item.wish && { ...item.wish, remoteAllowed: false }, granted };
}

function remotes(item: Settled): boolean[] {
  const granted = "granted" in item ? item.granted.map((span) => span.remoteAllowed) : [];
  return [item.wish?.remoteAllowed ?? false, ...granted];
}

function planned(model: AccessModel, observed: Observed): Plan {
  return plan({
    ...compileWith(model, observed, NOW),
    observed,
    doors: model.doors,
    scope: "all",
    now: NOW,
  });
}

describe("a withdrawal", () => {
  test("widens nothing anywhere, now or later: all that is wanted was wanted so or wider before", () => {
    fc.assert(
      fc.property(aCase, fc.integer({ min: 0, max: 30 }), ({ model, withdrawals }, days) => {
        const now = NOW + days * 86_400_000;
        const before = settledBy(model, now);
        for (const [key, item] of settledBy({ ...model, withdrawals }, now)) {
          const was = before.get(key);
          if (!was) throw new Error(`${key} is wanted since it was withdrawn`);
          expect(withoutRemote(item)).toEqual(withoutRemote(was));
          const had = remotes(was);
          expect(remotes(item).every((remote, index) => !remote || had[index])).toBe(true);
        }
      }),
      runs,
    );
  });

  test("takes away exactly its part: the kind is gone, the rest of that door and every other are as before", () => {
    fc.assert(
      fc.property(aCase, ({ model, withdrawals }) => {
        const parts = new Set(withdrawals.map((item) => `${placeOf(item)}|${item.part}`));
        const after = settledBy({ ...model, withdrawals });
        for (const [key, item] of settledBy(model)) {
          const has = (part: string) => parts.has(`${placeOf(item)}|${part}`);
          if (has("all") || has(item.kind)) expect(after.has(key)).toBe(false);
          else if (has("remote")) {
            const left = after.get(key);
            expect(left && remotes(left)).not.toContain(true);
            expect(left).toBeDefined();
          } else expect(after.get(key)).toEqual(item);
        }
      }),
      runs,
    );
  });

  test("is told for whatever the rules would have given, and for nothing else", () => {
    fc.assert(
      fc.property(aCase, ({ model, withdrawals }) => {
        const before = settledBy(model);
        const after = settledBy({ ...model, withdrawals });
        const differing = [...before].filter(
          ([key, item]) => JSON.stringify(after.get(key)) !== JSON.stringify(item),
        );
        const { withheld } = compile({ ...model, withdrawals }, NOW);
        expect(new Set(withheld.map(keyOf))).toEqual(new Set(differing.map(([key]) => key)));
        expect(withheld).toHaveLength(differing.length);
        for (const item of withheld) expect(item.ruleIds).toEqual(before.get(keyOf(item))?.ruleIds);
      }),
      runs,
    );
  });

  test("counts once, in any order, and leaves no trace when it is given back", () => {
    fc.assert(
      fc.property(aCase, ({ model, withdrawals }) => {
        const compiled = compile({ ...model, withdrawals }, NOW);
        const again = [...withdrawals.toReversed(), ...withdrawals];
        expect(compile({ ...model, withdrawals: again }, NOW)).toEqual(compiled);
        const [, ...rest] = withdrawals;
        const one = compile({ ...model, withdrawals: rest }, NOW);
        expect(compile({ ...model, withdrawals: [...rest, ...rest] }, NOW)).toEqual(one);
      }),
      runs,
    );
  });

  test("of everything takes off what is on the door, and wants nothing there any more", () => {
    fc.assert(
      fc.property(aCase, ({ model, withdrawals, foreign }) => {
        const empty = { ...NOTHING, authorizations: foreign };
        const world = afterwards(empty, planned(model, empty));
        const taken = withdrawals.filter((item) => item.part === "all");
        const withdrawn = { ...model, withdrawals: taken };
        const result = planned(withdrawn, world);
        const done = afterwards(world, result);
        const places = new Set(taken.map(placeOf));
        expect(done.bindings.filter((binding) => places.has(placeOf(binding)))).toEqual([]);
        expect(result.blocked.filter((item) => places.has(placeOf(item)))).toEqual([]);
        for (const change of result.changes)
          if (places.has(placeOf(change))) expect(change.op).toBe("remove");
        expect(planned(withdrawn, done).changes).toEqual([]);
      }),
      runs,
    );
  });

  test("that is given back puts on the doors what was there before", () => {
    fc.assert(
      fc.property(aCase, ({ model, withdrawals }) => {
        const world = afterwards(NOTHING, planned(model, NOTHING));
        const less = afterwards(world, planned({ ...model, withdrawals }, world));
        const back = afterwards(less, planned(model, less));
        // A keypad that was full may hold somebody else's code by now: then somebody is told so, not let in twice.
        const full = planned(model, back).blocked.some((item) => item.reason === "capacity");
        const places = ({ bindings }: Observed) => bindings.map(keyOf).sort();
        if (!full) expect(places(back)).toEqual(places(world));
        expect(planned(model, back).changes).toEqual([]);
      }),
      runs,
    );
  });
});
