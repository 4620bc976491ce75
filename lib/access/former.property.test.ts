import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprintOf } from "./fingerprint";
import { compileWith } from "./former";
import { plan } from "./plan";
import { afterwards, aModel, NOTHING, NOW, someDoors, someForeign } from "./sample-model";
import type { AccessModel, CredentialKey, Observed, OldCode, Plan } from "./types";
import { differences } from "./wish";

const HOUR = 3_600_000;

function planned(model: AccessModel, observed: Observed, now = NOW): Plan {
  return plan({ ...compileWith(model, observed, now), observed, doors: model.doors, scope: "all", now });
}

/**
 * An office in which codes were put on doors, and then some people got another one: where `aside` says so, what is bound
 * is their former code from now on. The rules may have changed meanwhile as well.
 */
const aRotation = someDoors.chain((doors) =>
  fc
    .record({
      old: aModel(doors),
      model: aModel(doors),
      foreign: someForeign,
      aside: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
      keep: fc.constantFrom<number | null | "at_once">(null, NOW - HOUR, NOW + HOUR, "at_once"),
    })
    .map(({ old, model, foreign, aside, keep }) => {
      const empty = { ...NOTHING, authorizations: foreign };
      const applied = afterwards(empty, planned(old, empty));
      const bindings = applied.bindings.map((binding, index) =>
        binding.kind === "keypad" && aside[index] ? { ...binding, kind: "keypad_old" as const } : binding,
      );
      const before = new Map(old.staff.map((person) => [person.id, person.codeHash]));
      const staff = model.staff.map((person) => {
        const codeHash = before.get(person.id) ?? null;
        const oldCode: OldCode | null =
          codeHash === null || keep === "at_once" ? null : { codeHash, keepUntil: keep };
        return { ...person, codeHash: person.codeHash && `next ${person.codeHash}`, oldCode };
      });
      return { model: { ...model, staff }, observed: { ...applied, bindings } };
    }),
);

const placeOf = ({ staffId, deviceId }: CredentialKey) => `${staffId} ${deviceId}`;

/** Our codes on each door by person, as they are seen. */
function codesByPlace({ authorizations, bindings }: Observed): Map<string, string[]> {
  const auths = new Map(authorizations.map((auth) => [auth.id, auth]));
  const places = new Map<string, string[]>();
  for (const binding of bindings) {
    const auth = auths.get(binding.authId);
    if (auth?.type !== 13) continue;
    const place = placeOf(binding);
    places.set(place, [...(places.get(place) ?? []), auth.codeHash ?? ""]);
  }
  return places;
}

/** Carries out what `some` picks: doors confirm in any order, some of them late. */
function someOf(observed: Observed, { changes }: Plan, some: readonly boolean[]): Observed {
  return afterwards(observed, { changes: changes.filter((_, index) => some[index % some.length]) });
}

const picks = fc.array(fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), {
  minLength: 3,
  maxLength: 6,
});

describe("a rotation that sets codes aside", () => {
  test("never puts more than two codes of a person on a door, in whatever order doors confirm", () => {
    fc.assert(
      fc.property(aRotation, picks, ({ model, observed }, steps) => {
        let world: Observed = observed;
        for (const some of steps) {
          world = someOf(world, planned(model, world), some);
          for (const codes of codesByPlace(world).values()) {
            expect(codes.length).toBeLessThanOrEqual(2);
            expect(new Set(codes).size).toBe(codes.length);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("leaves exactly the new codes after a few steps that were confirmed, and the old ones nowhere", () => {
    fc.assert(
      fc.property(aRotation, picks, ({ model, observed }, steps) => {
        let world: Observed = observed;
        for (const some of steps) world = someOf(world, planned(model, world), some);
        const later = NOW + 2 * HOUR;
        for (let step = 0; step < 3; step += 1) world = afterwards(world, planned(model, world, later));
        expect(planned(model, world, later).changes).toEqual([]);
        expect(world.bindings.filter(({ kind }) => kind === "keypad_old")).toEqual([]);
        const current = new Map(model.staff.map((person) => [person.id, person.codeHash]));
        for (const [place, codes] of codesByPlace(world))
          expect(codes).toEqual([current.get(place.split(" ")[0] as never)]);
      }),
      { numRuns: 300 },
    );
  });

  test("a former code never lets in more than the person's code does, and only where that is wanted", () => {
    fc.assert(
      fc.property(aRotation, ({ model, observed }) => {
        const { credentials } = compileWith(model, observed, NOW);
        const codes = new Map(
          credentials.filter(({ kind }) => kind === "keypad").map((item) => [placeOf(item), item]),
        );
        const done = afterwards(observed, planned(model, observed));
        const auths = new Map(done.authorizations.map((auth) => [auth.id, auth]));
        for (const binding of done.bindings.filter(({ kind }) => kind === "keypad_old")) {
          const auth = auths.get(binding.authId);
          const code = codes.get(placeOf(binding));
          if (!auth || !code) throw new Error("a former code stayed that nobody wants");
          expect(code.wish.enabled).toBe(true);
          expect(differences(auth, code.wish, "keypad")).toEqual(["code"]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("once a person is suspended or gone the former code is gone, and the present one off or gone", () => {
    fc.assert(
      fc.property(aRotation, fc.constantFrom("suspended", "removed"), ({ model, observed }, status) => {
        const stopped = { ...model, staff: model.staff.map((person) => ({ ...person, status })) };
        const done = afterwards(observed, planned(stopped, observed));
        expect(done.bindings.filter(({ kind }) => kind === "keypad_old")).toEqual(
          observed.bindings.filter(
            ({ kind, authId }) =>
              kind === "keypad_old" && !observed.authorizations.some(({ id }) => id === authId),
          ),
        );
        const ours = new Set(done.bindings.map(({ authId }) => authId));
        const open = done.authorizations.filter(({ id, enabled }) => ours.has(id) && enabled);
        expect(open).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("is the same in any order of the input, and never makes a former code", () => {
    fc.assert(
      fc.property(aRotation, ({ model, observed }) => {
        const first = planned(model, observed);
        const turned = planned(
          { ...model, staff: model.staff.toReversed(), rules: model.rules.toReversed() },
          {
            ...observed,
            authorizations: observed.authorizations.toReversed(),
            bindings: observed.bindings.toReversed(),
          },
        );
        expect(turned).toEqual(first);
        expect(fingerprintOf(turned)).toBe(fingerprintOf(first));
        for (const change of first.changes)
          if (change.kind === "keypad_old") expect(change.op).not.toBe("create");
      }),
      { numRuns: 300 },
    );
  });

  test("never fills a keypad beyond its capacity, and waits for nothing that waits for it", () => {
    fc.assert(
      fc.property(aRotation, ({ model, observed }) => {
        const result = planned(model, observed);
        const done = afterwards(observed, result);
        for (const { id, codeCapacity } of model.doors.values()) {
          const count = ({ authorizations }: Observed) =>
            authorizations.filter(({ deviceId, type }) => deviceId === id && type === 13).length;
          expect(count(done)).toBeLessThanOrEqual(Math.max(codeCapacity, count(observed)));
        }
        const kept = new Set(
          done.bindings.filter(({ kind }) => kind === "keypad_old").map((binding) => placeOf(binding)),
        );
        const full = result.blocked.filter(({ reason }) => reason === "capacity");
        for (const item of full) expect(kept).not.toContain(placeOf(item));
      }),
      { numRuns: 300 },
    );
  });
});
