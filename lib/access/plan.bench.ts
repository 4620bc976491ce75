import { compile } from "./compile";
import { fingerprintOf } from "./fingerprint";
import { plan } from "./plan";
import { afterwards, door, member, NOTHING, NOW, OFFICE, office, teamId } from "./sample-model";
import type { AccessModel } from "./types";

const DOORS = 100;
const AREAS = 5;

/** Each person belongs to one team, each team has the app and a code in its own area of 20 doors. */
function bigOffice(people: number): AccessModel {
  const doors = Array.from({ length: DOORS }, (_, n) =>
    door(`door ${String(n).padStart(3, "0")}`, { codeCapacity: 1e6 }),
  );
  const perArea = DOORS / AREAS;
  const rules = Array.from({ length: AREAS }, (_, n) => {
    const area = doors.slice(n * perArea, (n + 1) * perArea).map(({ id }) => id);
    return { team: `${n}`, doors: area, windows: [OFFICE], keypad: true };
  });
  const staff = Array.from({ length: people }, (_, n) => {
    const id = `person ${String(n).padStart(6, "0")}`;
    return member(id, { teamIds: [teamId(`${n % AREAS}`)], lastDay: n % 7 === 0 ? "2026-12-31" : null });
  });
  return office(staff, doors, rules);
}

/** One person in a hundred has other hours than what the doors hold. */
function withChanges(model: AccessModel): AccessModel {
  const moved = {
    ...model,
    staff: model.staff.map((person, n) => (n % 100 ? person : { ...person, name: "New name" })),
  };
  const left = moved.staff.map((person, n) =>
    n % 1000 === 1 ? { ...person, status: "removed" as const } : person,
  );
  return { ...moved, staff: left };
}

function measure(people: number) {
  const model = bigOffice(people);
  const empty = plan({
    ...compile(model, NOW),
    observed: NOTHING,
    doors: model.doors,
    scope: "all",
    now: NOW,
  });
  const observed = afterwards(NOTHING, empty);
  const changed = withChanges(model);
  const started = performance.now();
  const compiled = compile(changed, NOW);
  const between = performance.now();
  const result = plan({ ...compiled, observed, doors: changed.doors, scope: "all", now: NOW });
  const planned = performance.now();
  fingerprintOf(result);
  const ended = performance.now();
  return { compileMs: between - started, planMs: planned - between, fingerprintMs: ended - planned };
}

export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: number;
}

/** `plan` of 10,000 staff x 100 doors, one area of 20 doors each, both kinds, one in a hundred changed. */
export async function bench(): Promise<Measurement[]> {
  measure(1000);
  const half = best(5000);
  const full = best(10_000);
  return [
    { name: "plan, 10,000 staff x 20 of 100 doors x 2 kinds", value: full.planMs, unit: "ms", limit: 1000 },
    {
      name: "plan, time of 10,000 staff by time of 5,000",
      value: full.planMs / half.planMs,
      unit: "x",
      limit: 3,
    },
    { name: "compile, 10,000 staff", value: full.compileMs, unit: "ms" },
    { name: "fingerprint of that plan", value: full.fingerprintMs, unit: "ms" },
  ];
}

function best(people: number) {
  const runs = [measure(people), measure(people), measure(people)];
  return runs.reduce((a, b) => (a.planMs <= b.planMs ? a : b));
}
