import "server-only";
import type { TimeWindow } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import type { Change } from "@/lib/import/changes";
import type { Directory, StaffValues, WantedRule } from "@/lib/import/directory";
import type { Leaver } from "@/lib/import/leavers";
import type { MatchedRow } from "@/lib/import/match";
import type { Problem } from "@/lib/import/problem";
import { loadPlan } from "./load";
import type { ImportPlan } from "./preview";

export const planGroups = ["add", "update", "unchanged", "suspend", "remove", "blocked"] as const;
export type PlanGroup = (typeof planGroups)[number];

/** A personal rule with the words for it. */
export interface AccessView {
  readonly door: string;
  readonly schedule: string | null;
  readonly windows: readonly TimeWindow[];
  readonly app: boolean;
  readonly keypad: boolean;
}

export type ChangeView =
  | {
      readonly kind: "text";
      readonly field: Change["field"];
      readonly from: string | null;
      readonly to: string | null;
    }
  | { readonly kind: "access"; readonly from: readonly AccessView[]; readonly to: readonly AccessView[] };

export interface PersonView {
  /** Line of the file; null for somebody who is not in it. */
  readonly line: number | null;
  readonly name: string;
  readonly staffId: string | null;
  readonly outcome: PlanGroup;
  readonly changes: readonly ChangeView[];
  /** What somebody new gets. */
  readonly access: readonly AccessView[];
  readonly teams: readonly string[];
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly problems: readonly Problem[];
}

export interface PlanPage {
  readonly plan: ImportPlan;
  /** The people that are shown: those asked for, else the first kind that there is. */
  readonly group: PlanGroup;
  readonly leavers: readonly Leaver[];
  readonly people: readonly PersonView[];
  readonly total: number;
}

/** The fourth step: what the file does to people and doors; people a page at a time. */
export async function getPlan(
  actor: Actor,
  importId: string,
  { group: asked, offset, limit }: { group: PlanGroup | null; offset: number; limit: number },
  now = new Date(),
): Promise<PlanPage> {
  assertMay(actor, "import:run");
  const { reading, plan, house } = await loadPlan(actor, importId, now);
  const words = wordsOf(house.directory);
  const has = (item: PlanGroup) => plan.counts[item] > 0 || (item === "remove" && reading.leavers.length > 0);
  // Whoever loses everything is what a person must not miss.
  const group = asked ?? (["remove", ...planGroups] as const).find(has) ?? "unchanged";
  // Leavers are named before everybody else: nobody else may be surprised.
  const leaving = group === "remove" ? reading.leavers : [];
  const rows = reading.matched.filter((row) => row.outcome === group);
  const people = [...leaving.map(leaverView), ...rows.map((row) => personView(row, words))];
  return {
    plan,
    group,
    leavers: reading.leavers,
    people: people.slice(offset, offset + limit),
    total: people.length,
  };
}

function leaverView({ staffId, name }: Leaver): PersonView {
  const nothing = { changes: [], access: [], teams: [], firstDay: null, lastDay: null, problems: [] };
  return { line: null, name, staffId, outcome: "remove", ...nothing };
}

interface Words {
  readonly access: (rule: WantedRule) => AccessView;
  readonly team: (id: string) => string;
}

function personView(row: MatchedRow, words: Words): PersonView {
  const values: StaffValues | null = row.outcome === "add" ? row.values : null;
  return {
    line: row.line,
    name: row.name,
    staffId: "staffId" in row ? row.staffId : null,
    outcome: row.outcome,
    changes: row.outcome === "update" ? row.changes.map((change) => changeView(change, words)) : [],
    access: values?.rules.map(words.access) ?? [],
    teams: values?.teamIds.map(words.team) ?? [],
    firstDay: values?.firstDay ?? null,
    lastDay: values?.lastDay ?? null,
    problems: row.problems,
  };
}

function changeView(change: Change, words: Words): ChangeView {
  switch (change.field) {
    case "access":
      return { kind: "access", from: change.from.map(words.access), to: change.to.map(words.access) };
    case "teams": {
      const names = (ids: readonly string[]) => ids.map(words.team).join(", ") || null;
      return { kind: "text", field: "teams", from: names(change.from), to: names(change.to) };
    }
    default:
      return { kind: "text", field: change.field, from: change.from, to: change.to };
  }
}

function wordsOf(directory: Directory): Words {
  const names = new Map<string, string>();
  for (const { id, name } of [...directory.areas, ...directory.devices, ...directory.teams])
    names.set(id, name);
  const schedules = new Map(directory.schedules.map((schedule) => [schedule.id, schedule]));
  return {
    team: (id) => names.get(id) ?? id,
    access: ({ target, hours, app, keypad }) => {
      const id = "areaId" in target ? target.areaId : target.deviceId;
      const schedule = "scheduleId" in hours ? schedules.get(hours.scheduleId) : undefined;
      const windows = "window" in hours ? [hours.window] : (schedule?.windows ?? []);
      return { door: names.get(id) ?? id, schedule: schedule?.name ?? null, windows, app, keypad };
    },
  };
}
