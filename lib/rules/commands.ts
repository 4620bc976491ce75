import "server-only";
import { and, eq, ne } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { AreaId, RuleId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { isUniqueViolation, type Tx } from "@/lib/db/connection";
import { areas, rules, schedules, staff, teams } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { staysWithinSites } from "@/lib/staff/reach";
import { updateStaffValues } from "@/lib/staff/write";
import { auditForm, findRuleRecord, type RuleRecord, versionOf } from "./record";
import type { RuleInput } from "./schema";
import { staffUnderRules } from "./touched";

export interface RuleUpdate {
  readonly ruleId: RuleId;
  /** What the form was filled with: nobody overwrites what they have not seen. */
  readonly version: string;
  readonly rule: RuleInput;
}

export async function previewCreateRule(actor: Actor, input: RuleInput): Promise<Result<Preview>> {
  assertMay(actor, "rules:write");
  return previewEdit(actor, creation(actor, input));
}

export async function createRule(
  actor: Actor,
  input: RuleInput,
  seen: string | null,
): Promise<Result<{ ruleId: RuleId }>> {
  assertMay(actor, "rules:write");
  return commitEdit(actor, creation(actor, input), seen);
}

export async function previewUpdateRule(actor: Actor, update: RuleUpdate): Promise<Result<Preview>> {
  assertMay(actor, "rules:write");
  return previewEdit(actor, revision(actor, update));
}

export async function updateRule(
  actor: Actor,
  update: RuleUpdate,
  seen: string | null,
): Promise<Result<{ ruleId: RuleId }>> {
  assertMay(actor, "rules:write");
  return commitEdit(actor, revision(actor, update), seen);
}

export async function previewRemoveRule(actor: Actor, ruleId: RuleId): Promise<Result<Preview>> {
  assertMay(actor, "rules:write");
  return previewEdit(actor, removal(actor, ruleId));
}

export async function removeRule(actor: Actor, ruleId: RuleId, seen: string | null): Promise<Result<null>> {
  assertMay(actor, "rules:write");
  return commitEdit(actor, removal(actor, ruleId), seen);
}

function creation(actor: Actor, input: RuleInput): Edit<{ ruleId: RuleId }> {
  return async (tx, now) => {
    const refusal = await refusalOf(tx, actor, input, [input.areaId]);
    if (refusal) return refusal;
    const inserted = await namingDuplicates(() =>
      tx
        .insert(rules)
        .values({ ...valuesOf(input), createdAt: now })
        .returning({ ruleId: rules.id }),
    );
    if (!inserted.ok) return inserted;
    const [value] = inserted.value;
    if (!value) throw new Error("an insert returned no row");
    const after = await recordIn(tx, value.ruleId);
    const marked = await markPeople(tx, [after], now);
    if (!marked.ok) return marked;
    return ok({
      value,
      touches: await staffUnderRules(tx, eq(rules.id, value.ruleId)),
      audit: [{ type: "rule.created", subjectId: value.ruleId, detail: { after: auditForm(after) } }],
    });
  };
}

function revision(actor: Actor, { ruleId, version, rule: input }: RuleUpdate): Edit<{ ruleId: RuleId }> {
  return async (tx, now) => {
    const before = await lockRule(tx, ruleId);
    if (!before) return refuse("not_found");
    const refusal = await refusalOf(tx, actor, input, [before.areaId, input.areaId]);
    if (refusal) return refusal;
    if (versionOf(before) !== version) return refuse("plan_changed");
    const touchedBefore = await staffUnderRules(tx, eq(rules.id, ruleId));
    const updated = await namingDuplicates(() =>
      tx.update(rules).set(valuesOf(input)).where(eq(rules.id, ruleId)),
    );
    if (!updated.ok) return updated;
    const after = await recordIn(tx, ruleId);
    if (versionOf(before) === versionOf(after)) return ok({ value: { ruleId }, touches: [], audit: [] });
    const marked = await markPeople(tx, [before, after], now);
    if (!marked.ok) return marked;
    const touchedAfter = await staffUnderRules(tx, eq(rules.id, ruleId));
    return ok({
      value: { ruleId },
      touches: [...new Set([...touchedBefore, ...touchedAfter])].sort(),
      audit: [
        {
          type: "rule.updated",
          subjectId: ruleId,
          detail: { before: auditForm(before), after: auditForm(after) },
        },
      ],
    });
  };
}

function removal(actor: Actor, ruleId: RuleId): Edit<null> {
  return async (tx, now) => {
    const before = await lockRule(tx, ruleId);
    if (!before) return refuse("not_found");
    if (!(await staysWithinSites(tx, actor, { areaIds: [before.areaId] }))) return refuse("forbidden");
    const touches = await staffUnderRules(tx, eq(rules.id, ruleId));
    await tx.delete(rules).where(eq(rules.id, ruleId));
    const marked = await markPeople(tx, [before], now);
    if (!marked.ok) return marked;
    return ok({
      value: null,
      touches,
      audit: [{ type: "rule.removed", subjectId: ruleId, detail: { before: auditForm(before) } }],
    });
  };
}

async function lockRule(tx: Tx, ruleId: RuleId): Promise<RuleRecord | null> {
  await tx.select({ id: rules.id }).from(rules).where(eq(rules.id, ruleId)).for("update");
  return findRuleRecord(tx, ruleId);
}

/** What stands in the way before anything is written: something that is gone, or another site's doors. */
async function refusalOf(
  tx: Tx,
  actor: Actor,
  input: RuleInput,
  areaIds: readonly AreaId[],
): Promise<ReturnType<typeof refuse> | null> {
  const isThere = async (count: Promise<number>) => (await count) === 1;
  if (!(await isThere(tx.$count(areas, eq(areas.id, input.areaId))))) {
    return refuse("not_found", { field: "areaId" });
  }
  if (!(await isThere(tx.$count(schedules, eq(schedules.id, input.scheduleId))))) {
    return refuse("not_found", { field: "scheduleId" });
  }
  const { subject, teamId, staffId } = input;
  const subjectIsThere =
    subject === "team"
      ? await isThere(tx.$count(teams, eq(teams.id, teamId)))
      : await isThere(tx.$count(staff, and(eq(staff.id, staffId), ne(staff.status, "removed"))));
  if (!subjectIsThere) return refuse("not_found", { field: subject === "team" ? "teamId" : "staffId" });
  if (!(await staysWithinSites(tx, actor, { areaIds }))) return refuse("forbidden", { field: "areaId" });
  return null;
}

/** The form's text as the table knows it. */
function valuesOf(input: RuleInput) {
  const { subject, teamId, staffId, areaId, scheduleId, app, keypad, remote } = input;
  return {
    teamId: subject === "team" ? teamId : null,
    staffId: subject === "staff" ? staffId : null,
    areaId,
    scheduleId,
    app,
    keypad,
    remote: app && remote,
    firstDay: input.firstDay || null,
    lastDay: input.lastDay || null,
  };
}

/** A person's own rules are part of the person's form: one that was opened before must not write them back. */
async function markPeople(tx: Tx, records: readonly RuleRecord[], now: Date): Promise<Result<null>> {
  const people = new Set(records.flatMap(({ staffId }): StaffId[] => (staffId ? [staffId] : [])));
  for (const staffId of people) {
    const marked = await updateStaffValues(tx, staffId, {}, now);
    if (!marked.ok) return marked;
  }
  return ok(null);
}

async function recordIn(tx: Tx, ruleId: RuleId): Promise<RuleRecord> {
  const record = await findRuleRecord(tx, ruleId);
  if (!record) throw new Error(`rule ${ruleId} vanished within its own transaction`);
  return record;
}

async function namingDuplicates<T>(write: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await write());
  } catch (error) {
    if (isUniqueViolation(error)) return refuse("duplicate_rule", { field: "scheduleId" });
    throw error;
  }
}
