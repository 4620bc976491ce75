import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { localClock, localDateOf } from "@/lib/time/zones";
import { compile } from "./compile";
import { aModel, NOW, someDoors } from "./sample-model";
import { isAllowedAt } from "./schedule";
import type { AccessKind, AccessModel, Door, Rule, StaffMember, Wish } from "./types";

// A second, plain reading of domain.md, asked hour by hour: which rules let this person in at this instant?
const HOUR = 3_600_000;
const instants = Array.from(
  { length: 24 * 40 },
  (_, index) => Date.parse("2026-03-01T00:30:00Z") + index * HOUR,
);
const clocks = new Map<string, { date: string; weekday: number; minute: number }[]>();

function clock(zone: string, index: number) {
  let list = clocks.get(zone);
  if (!list) {
    list = instants.map((instant) => ({ ...localClock(instant, zone), date: localDateOf(instant, zone) }));
    clocks.set(zone, list);
  }
  const at = list[index];
  if (!at) throw new Error("outside of the sample");
  return at;
}

const covers = (range: { firstDay: string | null; lastDay: string | null }, date: string) =>
  (range.firstDay === null || range.firstDay <= date) && (range.lastDay === null || date <= range.lastDay);

function rulesFor(model: AccessModel, person: StaffMember, door: Door, kind: AccessKind): Rule[] {
  return model.rules.filter(
    (rule) =>
      rule[kind] &&
      model.areas.get(rule.areaId)?.includes(door.id) &&
      ("staffId" in rule.subject
        ? rule.subject.staffId === person.id
        : person.teamIds.includes(rule.subject.teamId)),
  );
}

function lettingIn(
  model: AccessModel,
  person: StaffMember,
  rules: readonly Rule[],
  door: Door,
  index: number,
): Rule[] {
  const at = clock(door.timeZone, index);
  if (!covers(person, at.date)) return [];
  const running = rules.filter((rule) => covers(rule, at.date));
  const own = running.filter((rule) => "staffId" in rule.subject);
  return (own.length > 0 ? own : running).filter((rule) =>
    isAllowedAt(model.schedules.get(rule.scheduleId) ?? [], at.weekday, at.minute),
  );
}

function inRange(wish: Wish, instant: number): boolean {
  return (wish.validFrom ?? -Infinity) <= instant && instant <= (wish.validUntil ?? Infinity);
}

function letsIn(wish: Wish, door: Door, index: number): boolean {
  const at = clock(door.timeZone, index);
  return inRange(wish, instants[index] ?? 0) && isAllowedAt([wish.window], at.weekday, at.minute);
}

const future = instants.map((_, index) => index).filter((index) => (instants[index] ?? 0) >= NOW);
const aCase = someDoors.chain(aModel);

function each(model: AccessModel, visit: (person: StaffMember, door: Door, kind: AccessKind) => void) {
  for (const person of model.staff) {
    for (const door of model.doors.values())
      for (const kind of ["app", "keypad"] as const) visit(person, door, kind);
  }
}

describe("compile", () => {
  test("grants at no minute more than the rules, and within its dates not less, also around daylight saving", () => {
    fc.assert(
      fc.property(aCase, (model) => {
        const { credentials } = compile(model, NOW);
        for (const { staffId, deviceId, kind, wish } of credentials) {
          const person = model.staff.find(({ id }) => id === staffId);
          const door = model.doors.get(deviceId);
          if (!person || !door) throw new Error("a credential for nobody");
          const rules = rulesFor(model, person, door, kind);
          for (const index of future) {
            const granting = lettingIn(model, person, rules, door, index);
            const lets = letsIn(wish, door, index);
            if (lets) expect(granting.length).toBeGreaterThan(0);
            if (lets && wish.remoteAllowed) expect(granting.some((rule) => rule.remote)).toBe(true);
            const exact = person.status === "active" && inRange(wish, instants[index] ?? 0);
            if (exact) expect(lets).toBe(granting.length > 0);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("forgets nobody: who is let in by a rule, now or later, has a credential or a reason why not", () => {
    fc.assert(
      fc.property(aCase, (model) => {
        const { credentials, blocked, withheld } = compile(model, NOW);
        const settled = new Set(
          [...credentials, ...blocked, ...withheld].map((c) => `${c.staffId}|${c.deviceId}|${c.kind}`),
        );
        each(model, (person, door, kind) => {
          const rules = rulesFor(model, person, door, kind);
          const wanted = future.some((index) => lettingIn(model, person, rules, door, index).length > 0);
          const quiet =
            kind === "keypad" && (!door.hasKeypad || (person.status === "suspended" && !person.codeHash));
          if (!wanted || person.status === "removed" || quiet) return;
          expect(settled).toContain(`${person.id}|${door.id}|${kind}`);
        });
      }),
      { numRuns: 300 },
    );
  });

  test("settles each person, door and kind once, in any order of the input", () => {
    fc.assert(
      fc.property(aCase, (model) => {
        const sorted = (found: ReturnType<typeof compile>) =>
          [...found.credentials, ...found.blocked, ...found.withheld]
            .map((item) => JSON.stringify(item))
            .sort();
        const turned = {
          ...model,
          staff: model.staff.map((person) => ({ ...person, teamIds: person.teamIds.toReversed() })).reverse(),
          rules: model.rules.toReversed(),
          withdrawals: model.withdrawals.toReversed(),
          areas: new Map([...model.areas].map(([id, doors]) => [id, doors.toReversed()])),
        };
        const found = compile(model, NOW);
        expect(sorted(compile(turned, NOW))).toEqual(sorted(found));
        const keys = [...found.credentials, ...found.blocked].map(
          (c) => `${c.staffId}|${c.deviceId}|${c.kind}`,
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test("the mere passing of time never changes what a credential grants from then on", () => {
    fc.assert(
      fc.property(aCase, fc.integer({ min: 0, max: 20 }), (model, days) => {
        const later = NOW + days * 24 * HOUR;
        const before = new Map(
          compile(model, NOW).credentials.map((c) => [`${c.staffId}|${c.deviceId}|${c.kind}`, c]),
        );
        for (const credential of compile(model, later).credentials) {
          const old = before.get(`${credential.staffId}|${credential.deviceId}|${credential.kind}`);
          const running = old && inRange(old.wish, NOW) && inRange(old.wish, later);
          if (!running || !old.wish.enabled) continue;
          // Remote access waits until every rule of the range gives it, so it may still come.
          const came = credential.wish.remoteAllowed && !old.wish.remoteAllowed;
          // ... and a range that follows without it is then another authorization.
          const ends = came ? { remoteAllowed: true, validUntil: credential.wish.validUntil } : {};
          expect(credential.wish).toEqual({ ...old.wish, ...ends });
          if (came)
            expect(credential.wish.validUntil ?? Infinity).toBeLessThanOrEqual(
              old.wish.validUntil ?? Infinity,
            );
        }
      }),
      { numRuns: 300 },
    );
  });
});
