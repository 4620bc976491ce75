import "server-only";
import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { CodePool } from "@/lib/access/codes";
import type { StaffId, TeamId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import type { Tx } from "@/lib/db/connection";
import { rules, staff, staffTeams } from "@/lib/db/schema";
import type { Change } from "@/lib/import/changes";
import type { StaffValues as FileValues } from "@/lib/import/directory";
import type { FileLanguage } from "@/lib/import/fields";
import { ok, type Result, refuse } from "@/lib/result";
import { ensureCodes, giveCode } from "@/lib/staff/codes";
import { auditForm, differenceOf, findRecord } from "@/lib/staff/record";
import {
  markRemoved,
  ruleKey,
  type StaffValues,
  setPersonalRules,
  setStatus,
  setTeams,
  updateStaffValues,
} from "@/lib/staff/write";
import { refusalOfLongerStay } from "@/lib/visits/guard";
import type { WorkRow } from "./draft";
import type { NamedRule, Places } from "./places";

export interface RowTools {
  readonly tx: Tx;
  readonly places: Places;
  readonly codes: CodePool;
  readonly teamNames: ReadonlyMap<TeamId, string>;
  readonly language: FileLanguage | null;
  readonly now: Date;
}

export interface Written {
  readonly staffId: StaffId;
  readonly audit: readonly AuditEntry[];
}

/** Writes one confirmed row. Runs in a savepoint of its own: a refusal leaves nothing behind. */
export async function writeRow(row: WorkRow, tools: RowTools): Promise<Result<Written>> {
  switch (row.outcome) {
    case "add": {
      const added = await addStaff([row], tools);
      if (!added.ok) return added;
      const [written] = added.value;
      if (!written) throw new Error("one person was added and none reported");
      return ok(written);
    }
    case "update":
      return updateStaff(row, tools);
    case "suspend":
    case "remove":
      return endAccess(row, tools);
    default:
      return row satisfies never;
  }
}

export type AddRow = Extract<WorkRow, { outcome: "add" }>;

/** Adds people with teams, rules and codes, in as many statements for fifty as for one. */
export async function addStaff(rows: readonly AddRow[], tools: RowTools): Promise<Result<Written[]>> {
  const { tx, now } = tools;
  const people = rows.map(({ values, pin }) => ({
    id: randomUUID() as StaffId,
    pin,
    teamIds: values.teamIds,
    wanted: values.rules,
    values: valuesOf(values, tools.language),
    rules: [] as NamedRule[],
  }));
  for (const person of people) {
    const named = new Map<string, NamedRule>();
    for (const wanted of person.wanted) {
      const rule = await tools.places.toRule(wanted);
      named.set(ruleKey(rule), rule);
    }
    person.rules = [...named.values()];
  }
  await tx
    .insert(staff)
    .values(people.map(({ id, values }) => ({ id, ...values, createdAt: now, updatedAt: now })));
  const memberships = people.flatMap(({ id, teamIds }) => teamIds.map((teamId) => ({ staffId: id, teamId })));
  if (memberships.length > 0) await tx.insert(staffTeams).values(memberships).onConflictDoNothing();
  const owned = people.flatMap(({ id, rules: own }) =>
    own.map((rule) => ({ staffId: id, ...termsOf(rule) })),
  );
  if (owned.length > 0) await tx.insert(rules).values(owned);
  const codes = await writeCodes(people, tools);
  if (!codes.ok) return codes;
  return ok(
    people.map(({ id, values, teamIds, rules: own }) => {
      const inTeams = teamIds.map((teamId) => ({ id: teamId, name: tools.teamNames.get(teamId) ?? "" }));
      const record = {
        values,
        teamIds,
        teams: inTeams,
        rules: own,
        status: "active" as const,
        updatedAt: now,
      };
      return {
        staffId: id,
        audit: [
          { type: "staff.created", subjectId: id, detail: { after: auditForm(record) } },
          { type: "code.created", subjectId: id },
        ],
      };
    }),
  );
}

function termsOf({ areaName: _area, scheduleName: _schedule, ...rule }: NamedRule) {
  return rule;
}

/** The codes that the file gives; everybody else gets one that is made. */
async function writeCodes(
  people: readonly { readonly id: StaffId; readonly pin: string | null }[],
  { tx, codes, now }: RowTools,
): Promise<Result<null>> {
  for (const { id, pin } of people) {
    if (pin === null) continue;
    const given = await giveCode(tx, codes, id, pin, now);
    if (!given.ok) return given;
  }
  const without = people.filter(({ pin }) => pin === null).map(({ id }) => id);
  if (without.length === 0) return ok(null);
  const made = await ensureCodes(tx, without, now, codes);
  return made.ok ? ok(null) : made;
}

async function updateStaff(
  { staffId, values, pin, changes }: Extract<WorkRow, { outcome: "update" }>,
  tools: RowTools,
): Promise<Result<Written>> {
  const { tx, now } = tools;
  const revived = changes.some(({ field }) => field === "status");
  if (revived) await revive(tx, staffId, now);
  const before = await findRecord(tx, staffId);
  if (!before || before.status === "removed") return refuse("not_found");
  // Only what the person saw as a change is written: what somebody else corrected meanwhile stays.
  const wanted = changedValues(changes, values);
  const longer = wanted.lastDay === undefined ? null : await refusalOfLongerStay(tx, staffId, wanted.lastDay);
  if (longer) return longer;
  const updated = await updateStaffValues(tx, staffId, wanted, now);
  if (!updated.ok) return updated;
  const teams = changes.find(({ field }) => field === "teams");
  if (teams) await setTeams(tx, staffId, teams.to as readonly TeamId[]);
  if (changes.some(({ field }) => field === "access")) await writeRules(staffId, values, tools);
  const code = pin !== null || revived ? await writeCode(staffId, pin, tools) : ok([]);
  if (!code.ok) return code;
  const after = await findRecord(tx, staffId);
  const difference = after && differenceOf(before, after);
  const audit: AuditEntry[] = revived
    ? [{ type: "staff.resumed", subjectId: staffId, detail: { name: values.name, from: "removed" } }]
    : [];
  if (difference) audit.push({ type: "staff.updated", subjectId: staffId, detail: difference });
  return ok({ staffId, audit: [...audit, ...code.value] });
}

async function endAccess(
  { staffId, outcome, name }: Extract<WorkRow, { outcome: "suspend" | "remove" }>,
  { tx, now }: RowTools,
): Promise<Result<Written>> {
  if (outcome === "suspend") {
    const done = await setStatus(tx, [staffId], "active", "suspended", now);
    const audit = done.map(
      (id): AuditEntry => ({ type: "staff.suspended", subjectId: id, detail: { name } }),
    );
    return ok({ staffId, audit });
  }
  const before = await findRecord(tx, staffId);
  if (!before) return refuse("not_found");
  const done = await markRemoved(tx, [staffId], now);
  const detail = { before: auditForm(before) };
  return ok({ staffId, audit: done.map((id) => ({ type: "staff.removed", subjectId: id, detail })) });
}

async function writeRules(staffId: StaffId, values: FileValues, { tx, places }: RowTools): Promise<void> {
  const own = [];
  for (const wanted of values.rules) own.push(termsOf(await places.toRule(wanted)));
  await setPersonalRules(tx, staffId, own);
}

/** The code that the file gives, or one that is made where the person has none. */
async function writeCode(
  staffId: StaffId,
  pin: string | null,
  { tx, codes, now }: RowTools,
): Promise<Result<AuditEntry[]>> {
  if (pin === null) {
    const made = await ensureCodes(tx, [staffId], now, codes);
    if (!made.ok) return made;
    return ok(made.value.map((id) => ({ type: "code.created", subjectId: id })));
  }
  const given = await giveCode(tx, codes, staffId, pin, now);
  if (!given.ok) return given;
  return ok(given.value ? [{ type: "code.replaced", subjectId: staffId }] : []);
}

/** Whoever left and is in the file again comes back, as the preview said. */
async function revive(tx: Tx, staffId: StaffId, now: Date): Promise<void> {
  await tx
    .update(staff)
    .set({ status: "active", removedAt: null, updatedAt: now })
    .where(and(eq(staff.id, staffId), eq(staff.status, "removed")));
}

function valuesOf(values: FileValues, language: FileLanguage | null): StaffValues {
  return {
    externalId: values.externalId,
    firstName: values.firstName,
    lastName: values.lastName,
    displayName: values.name,
    email: values.email,
    language: values.language ?? language ?? "en",
    department: values.department ?? "",
    kind: "employee",
    notes: values.notes ?? "",
    firstDay: values.firstDay,
    lastDay: values.lastDay,
  };
}

const columns = {
  external_id: "externalId",
  first_name: "firstName",
  last_name: "lastName",
  display_name: "displayName",
  email: "email",
  language: "language",
  department: "department",
  notes: "notes",
  valid_from: "firstDay",
  valid_until: "lastDay",
} as const;

function changedValues(changes: readonly Change[], values: FileValues): Partial<StaffValues> {
  const all = valuesOf(values, null);
  const changed = changes.flatMap(({ field }) =>
    field in columns ? [columns[field as keyof typeof columns]] : [],
  );
  // The name that lists show follows its parts.
  const fields = new Set<keyof StaffValues>([...changed, "displayName"]);
  return Object.fromEntries([...fields].map((field) => [field, all[field]]));
}
