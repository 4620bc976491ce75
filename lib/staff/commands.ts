import "server-only";
import { inArray } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { StaffId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { areas, schedules, staff, teams } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { refusalOfLongerStay } from "@/lib/visits/guard";
import { ensureCodes, openCodes } from "./codes";
import { staysWithinSites } from "./reach";
import { auditForm, differenceOf, findRecord, type NamedStaffRecord } from "./record";
import { nameOf, type StaffInput } from "./schema";
import {
  insertStaff,
  markRemoved,
  ruleKey,
  type StaffRecord,
  setPersonalRules,
  setStatus,
  setTeams,
  updateStaffValues,
} from "./write";

/** What became of one person of a bulk command. */
export interface BulkItem {
  readonly staffId: StaffId;
  readonly name: string;
  readonly outcome: "done" | "unchanged" | "not_found" | "forbidden";
}

type BulkVerb = "suspend" | "resume" | "remove";

export async function previewCreateStaff(actor: Actor, input: StaffInput): Promise<Result<Preview>> {
  assertMay(actor, "staff:write");
  return previewEdit(actor, staffCreation(actor, input));
}

/** Adds a person with teams, rules and a keypad code of their own. */
export async function createStaff(
  actor: Actor,
  input: StaffInput,
  seen: string | null,
): Promise<Result<{ staffId: StaffId }>> {
  assertMay(actor, "staff:write");
  return commitEdit(actor, staffCreation(actor, input), seen);
}

export interface StaffUpdate {
  readonly staffId: StaffId;
  /** `updatedAt` of what the form was filled with: nobody overwrites what they have not seen. */
  readonly version: string;
  readonly staff: StaffInput;
}

export async function previewUpdateStaff(actor: Actor, update: StaffUpdate): Promise<Result<Preview>> {
  assertMay(actor, "staff:write");
  return previewEdit(actor, formRevision(actor, update));
}

export async function updateStaff(
  actor: Actor,
  update: StaffUpdate,
  seen: string | null,
): Promise<Result<{ staffId: StaffId }>> {
  assertMay(actor, "staff:write");
  return commitEdit(actor, formRevision(actor, update), seen);
}

export async function previewStaffStatus(
  actor: Actor,
  verb: BulkVerb,
  staffIds: readonly StaffId[],
): Promise<Result<Preview>> {
  assertMay(actor, permissionOf(verb));
  return previewEdit(actor, statusEdit(actor, verb, staffIds));
}

/** Suspends people: their entries stay on the doors, switched off. Reports per person. */
export function suspendStaff(actor: Actor, staffIds: readonly StaffId[], seen: string | null) {
  assertMay(actor, permissionOf("suspend"));
  return commitEdit(actor, statusEdit(actor, "suspend", staffIds), seen);
}

export function resumeStaff(actor: Actor, staffIds: readonly StaffId[], seen: string | null) {
  assertMay(actor, permissionOf("resume"));
  return commitEdit(actor, statusEdit(actor, "resume", staffIds), seen);
}

/** Ends people's access for good. `typed` is the number that the person typed where several are meant. */
export async function removeStaff(
  actor: Actor,
  staffIds: readonly StaffId[],
  seen: string | null,
  typed: number = staffIds.length,
): Promise<Result<BulkItem[]>> {
  assertMay(actor, permissionOf("remove"));
  if (typed !== staffIds.length) return refuse("count_mismatch", { params: { count: staffIds.length } });
  return commitEdit(actor, statusEdit(actor, "remove", staffIds), seen);
}

function permissionOf(verb: BulkVerb) {
  return verb === "remove" ? "staff:remove" : "staff:write";
}

/** Adding a person, for an edit of which it is a part. */
export function staffCreation(actor: Actor, input: StaffInput): Edit<{ staffId: StaffId }> {
  return async (tx, now) => {
    const wanted = recordOf(input);
    const refusal = await refusalOf(tx, actor, wanted);
    if (refusal) return refusal;
    // Before the row, as an import does it: the other way round the two could wait for each other.
    const codes = await openCodes(tx, now);
    const inserted = await insertStaff(tx, wanted.values, now);
    if (!inserted.ok) return inserted;
    const staffId = inserted.value;
    await setTeams(tx, staffId, wanted.teamIds);
    await setPersonalRules(tx, staffId, wanted.rules);
    const code = await ensureCodes(tx, [staffId], now, codes);
    if (!code.ok) return code;
    const after = await recordIn(tx, staffId);
    return ok({
      value: { staffId },
      touches: [staffId],
      created: [staffId],
      audit: [
        { type: "staff.created", subjectId: staffId, detail: { after: auditForm(after) } },
        { type: "code.created", subjectId: staffId },
      ],
    });
  };
}

function formRevision(actor: Actor, update: StaffUpdate): Edit<{ staffId: StaffId }> {
  return async (tx, now) =>
    (await refusalOfLongerStay(tx, update.staffId, update.staff.lastDay || null)) ??
    staffRevision(actor, update)(tx, now);
}

/** Changing a person, for an edit of which it is a part; whether a visitor may stay longer was asked before. */
export function staffRevision(
  actor: Actor,
  { staffId, version, staff: input }: StaffUpdate,
): Edit<{ staffId: StaffId }> {
  return async (tx, now) => {
    const before = await findRecord(tx, staffId);
    if (!before || before.status === "removed") return refuse("not_found");
    const wanted = recordOf(input);
    const refusal =
      (await refusalOf(tx, actor, wanted, before)) ??
      (await refusalOfValues(tx, actor, staffId, wanted, before));
    if (refusal) return refusal;
    const updated = await updateStaffValues(tx, staffId, wanted.values, now, version);
    if (!updated.ok) return updated;
    await setTeams(tx, staffId, wanted.teamIds);
    await setPersonalRules(tx, staffId, wanted.rules);
    const difference = differenceOf(before, await recordIn(tx, staffId));
    return ok({
      value: { staffId },
      touches: difference ? [staffId] : [],
      audit: difference ? [{ type: "staff.updated", subjectId: staffId, detail: difference }] : [],
    });
  };
}

/** Suspending, resuming or removing people, for an edit of which it is a part. */
export function statusEdit(actor: Actor, verb: BulkVerb, staffIds: readonly StaffId[]): Edit<BulkItem[]> {
  return async (tx, now) => {
    const known = await tx
      .select({ id: staff.id, name: staff.displayName, status: staff.status })
      .from(staff)
      .where(inArray(staff.id, [...staffIds]));
    const people = new Map(known.map((person) => [person.id, person]));
    const within: StaffId[] = [];
    for (const { id } of known) {
      if (await staysWithinSites(tx, actor, { staffIds: [id] })) within.push(id);
    }
    const records = verb === "remove" ? await recordsOf(tx, within) : null;
    const changed = await applyVerb(tx, verb, within, now);
    const report = staffIds.map((staffId): BulkItem => {
      const person = people.get(staffId);
      const name = person?.name ?? "";
      if (changed.includes(staffId)) return { staffId, name, outcome: "done" };
      if (!person || person.status === "removed") return { staffId, name, outcome: "not_found" };
      return { staffId, name, outcome: within.includes(staffId) ? "unchanged" : "forbidden" };
    });
    const [only] = report;
    // One person alone is a plain answer; among several, one that cannot be done does not stop the rest.
    if (report.length === 1 && only && (only.outcome === "not_found" || only.outcome === "forbidden")) {
      return refuse(only.outcome);
    }
    const audit = changed.map((id): AuditEntry => {
      const before = records?.get(id);
      const name = people.get(id)?.name;
      return {
        type: eventOf(verb),
        subjectId: id,
        detail: before ? { before: auditForm(before) } : { name },
      };
    });
    return ok({ value: report, touches: changed, audit });
  };
}

function applyVerb(tx: Tx, verb: BulkVerb, staffIds: readonly StaffId[], now: Date): Promise<StaffId[]> {
  switch (verb) {
    case "suspend":
      return setStatus(tx, staffIds, "active", "suspended", now);
    case "resume":
      return setStatus(tx, staffIds, "suspended", "active", now);
    case "remove":
      return markRemoved(tx, staffIds, now);
    default:
      return verb satisfies never;
  }
}

function eventOf(verb: BulkVerb) {
  const events = { suspend: "staff.suspended", resume: "staff.resumed", remove: "staff.removed" } as const;
  return events[verb];
}

/** What stands in the way before anything is written: something that is gone, or another site's doors. */
async function refusalOf(
  tx: Tx,
  actor: Actor,
  wanted: StaffRecord,
  before: NamedStaffRecord | null = null,
): Promise<ReturnType<typeof refuse> | null> {
  const [areaIds, scheduleIds] = [
    [...new Set(wanted.rules.map((rule) => rule.areaId))],
    [...new Set(wanted.rules.map((rule) => rule.scheduleId))],
  ];
  const missing =
    (await tx.$count(areas, inArray(areas.id, areaIds))) !== areaIds.length ||
    (await tx.$count(schedules, inArray(schedules.id, scheduleIds))) !== scheduleIds.length;
  if (missing) return refuse("not_found", { field: "rules" });
  const teamCount = await tx.$count(teams, inArray(teams.id, [...wanted.teamIds]));
  if (teamCount !== new Set(wanted.teamIds).size) return refuse("not_found", { field: "teamIds" });

  const wasIn = new Set(before?.teamIds ?? []);
  const isIn = new Set(wanted.teamIds);
  const movedTeams = [...wasIn.symmetricDifference(isIn)];
  if (!(await staysWithinSites(tx, actor, { teamIds: movedTeams }))) {
    return refuse("forbidden", { field: "teamIds" });
  }
  const was = new Map((before?.rules ?? []).map((rule) => [ruleKey(rule), termsOf(rule)]));
  const is = new Map(wanted.rules.map((rule) => [ruleKey(rule), termsOf(rule)]));
  const movedAreas = [...(before?.rules ?? []), ...wanted.rules]
    .filter((rule) => was.get(ruleKey(rule)) !== is.get(ruleKey(rule)))
    .map((rule) => rule.areaId);
  if (!(await staysWithinSites(tx, actor, { areaIds: movedAreas }))) {
    return refuse("forbidden", { field: "rules" });
  }
  return null;
}

/** These decide at all of the person's doors, also at sites that are not the actor's; a corrected name does not. */
const onEveryDoor = ["email", "firstDay", "lastDay"] as const;

async function refusalOfValues(
  tx: Tx,
  actor: Actor,
  staffId: StaffId,
  wanted: StaffRecord,
  before: NamedStaffRecord,
): Promise<ReturnType<typeof refuse> | null> {
  const field = onEveryDoor.find((name) => wanted.values[name] !== before.values[name]);
  if (field === undefined || (await staysWithinSites(tx, actor, { staffIds: [staffId] }))) return null;
  return refuse("forbidden", { field });
}

function termsOf({ app, keypad, remote, firstDay, lastDay }: StaffRecord["rules"][number]): string {
  return JSON.stringify([app, keypad, remote, firstDay, lastDay]);
}

/** The form's text as the tables know it. */
function recordOf(input: StaffInput): StaffRecord {
  const { externalId, email, firstDay, lastDay, teamIds, rules, ...rest } = input;
  return {
    values: {
      ...rest,
      displayName: nameOf(input),
      externalId: externalId || null,
      email: email || null,
      firstDay: firstDay || null,
      lastDay: lastDay || null,
    },
    teamIds,
    rules: rules.map((rule) => ({
      ...rule,
      firstDay: rule.firstDay || null,
      lastDay: rule.lastDay || null,
    })),
  };
}

async function recordIn(tx: Tx, staffId: StaffId): Promise<NamedStaffRecord> {
  const record = await findRecord(tx, staffId);
  if (!record) throw new Error(`staff ${staffId} vanished within its own transaction`);
  return record;
}

async function recordsOf(tx: Tx, staffIds: readonly StaffId[]): Promise<Map<StaffId, NamedStaffRecord>> {
  const records = new Map<StaffId, NamedStaffRecord>();
  for (const staffId of staffIds) records.set(staffId, await recordIn(tx, staffId));
  return records;
}
