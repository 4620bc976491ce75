import "server-only";
import { and, eq } from "drizzle-orm";
import type { CodePool } from "@/lib/access/codes";
import type { StaffId, TeamId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import type { Tx } from "@/lib/db/connection";
import { staff } from "@/lib/db/schema";
import type { Change } from "@/lib/import/changes";
import type { StaffValues as FileValues } from "@/lib/import/directory";
import type { FileLanguage } from "@/lib/import/fields";
import { ok, type Result, refuse } from "@/lib/result";
import { ensureCodes, giveCode } from "@/lib/staff/codes";
import { auditForm, differenceOf, findRecord } from "@/lib/staff/record";
import {
  insertStaff,
  markRemoved,
  type StaffValues,
  setPersonalRules,
  setStatus,
  setTeams,
  updateStaffValues,
} from "@/lib/staff/write";
import type { WorkRow } from "./draft";
import type { Places } from "./places";

export interface RowTools {
  readonly tx: Tx;
  readonly places: Places;
  readonly codes: CodePool;
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
    case "add":
      return addStaff(row, tools);
    case "update":
      return updateStaff(row, tools);
    case "suspend":
    case "remove":
      return endAccess(row, tools);
    default:
      return row satisfies never;
  }
}

async function addStaff(
  { values, pin }: Extract<WorkRow, { outcome: "add" }>,
  tools: RowTools,
): Promise<Result<Written>> {
  const { tx, now } = tools;
  const inserted = await insertStaff(tx, valuesOf(values, tools.language), now);
  if (!inserted.ok) return inserted;
  const staffId = inserted.value;
  if (values.teamIds.length > 0) await setTeams(tx, staffId, values.teamIds);
  await writeRules(staffId, values, tools);
  const code = await writeCode(staffId, pin, tools);
  if (!code.ok) return code;
  const after = await findRecord(tx, staffId);
  if (!after) throw new Error(`staff ${staffId} vanished within its own transaction`);
  const detail = { after: auditForm(after) };
  return ok({ staffId, audit: [{ type: "staff.created", subjectId: staffId, detail }, ...code.value] });
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
  const updated = await updateStaffValues(tx, staffId, changedValues(changes, values), now);
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
  const rules = [];
  for (const wanted of values.rules) rules.push(await places.toRule(wanted));
  await setPersonalRules(tx, staffId, rules);
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
