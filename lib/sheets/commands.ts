import "server-only";
import { randomInt, randomUUID } from "node:crypto";
import { inArray } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { requireStepUp } from "@/lib/auth/step-up";
import { commitEdit, type Edit } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { codeSheets } from "@/lib/db/schema";
import type { BatchId } from "@/lib/db/tables/codes";
import type { AdminId } from "@/lib/db/tables/intent";
import { officeZone } from "@/lib/imports/office-zone";
import { newSerial } from "@/lib/print/serial";
import { ok, type Result, refuse } from "@/lib/result";
import { replaceCodes } from "@/lib/staff/codes";
import { listOpeningElsewhere } from "@/lib/staff/reach";
import { addDays, localDateOf } from "@/lib/time/zones";
import { loadPrintFacts, type PrintFacts } from "./facts";
import { type NotReady, type Readiness, readinessOf } from "./readiness";
import type { IssueInput } from "./schema";
import { getSheetSettings } from "./settings";

/** Why there is no sheet for somebody. "has_sheet": one that was not seen when this was asked for. */
export type SkipReason = NotReady | "not_found" | "forbidden" | "has_sheet";

export interface Issued {
  /** Null: nothing can be printed now. */
  readonly batchId: BatchId | null;
  readonly count: number;
  /** They get a new code, and a sheet once doors have confirmed it. */
  readonly renewed: readonly { readonly staffId: StaffId; readonly name: string }[];
  readonly skipped: readonly { readonly staffId: StaffId; readonly name: string; readonly why: SkipReason }[];
}

interface Printable {
  readonly facts: PrintFacts;
  readonly codeId: string;
  readonly readiness: Readiness;
}

/**
 * Issues sheets for those of these people whose code some door has confirmed. Who has a sheet of the present code gets a
 * new code instead, which is printed when doors show it, unless the code is to be kept for a reason of its own.
 */
export async function issueSheets(
  actor: Actor,
  input: IssueInput,
  now = new Date(),
): Promise<Result<Issued>> {
  assertMay(actor, "codes:print");
  const { adminId } = actor;
  if (adminId === null) return refuse("forbidden");
  const given = await requireStepUp(actor, now);
  if (!given.ok) return given;
  if (input.reason.trim() === "") return refuse("reason_missing", { field: "reason" });
  if (input.reprint === "keep" && input.again.length > 0 && input.keepReason.trim() === "") {
    return refuse("reason_missing", { field: "keepReason" });
  }
  // One edit at a time: of two people who press at once, the second meets the sheets of the first.
  return commitEdit(actor, issuing(actor, adminId, input), null, now);
}

function issuing(actor: Actor, adminId: AdminId, input: IssueInput): Edit<Issued> {
  return async (tx, now) => {
    const found = await loadPrintFacts(tx, input.staffIds);
    const known = new Map(found.map((facts) => [facts.staffId, facts]));
    // In the order of their names, which is how they leave the printer.
    const asked = new Set([...known.keys(), ...input.staffIds]);
    const seen = new Map(input.again.map(({ staffId, serial }) => [staffId, serial]));
    const elsewhere = await listOpeningElsewhere(tx, actor, [...known.keys()]);
    const printable: Printable[] = [];
    const renewed: PrintFacts[] = [];
    const skipped: Issued["skipped"][number][] = [];
    for (const staffId of asked) {
      const facts = known.get(staffId);
      const skip = (why: SkipReason) => skipped.push({ staffId, name: facts?.name ?? "", why });
      if (!facts || facts.status === "removed") skip("not_found");
      else if (elsewhere.has(staffId)) skip("forbidden");
      else if (facts.sheet && seen.get(staffId) !== facts.sheet.serial) skip("has_sheet");
      else {
        const readiness = readinessOf(facts, now.getTime());
        const { problem } = readiness;
        if (facts.sheet && input.reprint === "new_code" && facts.status === "active") renewed.push(facts);
        else if (problem !== null || facts.codeId === null) skip(problem ?? "no_code");
        else printable.push({ facts, codeId: facts.codeId, readiness });
      }
    }
    if (printable.length + renewed.length === 0) return refuse(refusalFor(skipped));
    const renewedIds = renewed.map(({ staffId }) => staffId);
    if (renewedIds.length > 0) {
      const replaced = await replaceCodes(tx, renewedIds, now, { mode: "at_once", keepOldUntil: null });
      if (!replaced.ok) return replaced;
    }
    const batchId = randomUUID() as BatchId;
    const issued = await insertSheets(tx, { adminId, batchId, input, printable, now });
    return ok({
      value: {
        batchId: printable.length === 0 ? null : batchId,
        count: printable.length,
        renewed: renewed.map(({ staffId, name }) => ({ staffId, name })),
        skipped,
      },
      touches: renewedIds,
      audit: [...issued, ...renewed.map((facts) => renewalEvent(facts, input))],
    });
  };
}

/** Where all are kept back by the same rule, the refusal is that rule. */
function refusalFor(skipped: readonly { readonly why: SkipReason }[]) {
  return skipped.every(({ why }) => why === "forbidden") ? "forbidden" : "sheet_not_ready";
}

interface Batch {
  readonly adminId: AdminId;
  readonly batchId: BatchId;
  readonly input: IssueInput;
  readonly printable: readonly Printable[];
  readonly now: Date;
}

async function insertSheets(tx: Tx, batch: Batch): Promise<AuditEntry[]> {
  const { adminId, batchId, input, printable, now } = batch;
  if (printable.length === 0) return [];
  const { collectDays } = await getSheetSettings(tx);
  const today = localDateOf(now.getTime(), await officeZone(tx));
  const serials = await freshSerials(tx, printable.length);
  const events: AuditEntry[] = [];
  const rows = printable.map(({ facts, codeId, readiness }, index) => {
    const serial = serials[index];
    if (serial === undefined) throw new Error("too few serials were drawn");
    const isReprint = facts.sheet !== null;
    const reason = isReprint ? input.keepReason : input.reason;
    // Who starts later comes by on the first day at the earliest.
    const from = facts.firstDay !== null && facts.firstDay > today ? facts.firstDay : today;
    const collectBy = addDays(from, collectDays);
    const deviceIds: DeviceId[] = readiness.confirmed.map((door) => door.deviceId);
    events.push({
      type: "sheet.issued",
      subjectId: facts.staffId,
      detail: {
        ...{ serial, batchId, name: facts.name, reason: input.reason, doors: deviceIds.length },
        ...(facts.sheet ? { sameCodeAs: facts.sheet.serial, keptBecause: input.keepReason } : {}),
      },
    });
    return {
      ...{ serial, batchId, codeId, reason, deviceIds, collectBy },
      staffId: facts.staffId,
      language: input.language === "own" ? facts.language : input.language,
      format: input.format,
      issuedAt: now,
      issuedBy: adminId,
    };
  });
  for (let at = 0; at < rows.length; at += 500) {
    await tx.insert(codeSheets).values(rows.slice(at, at + 500));
  }
  return events;
}

/** Serials that no sheet has. Edits come one at a time, so what is free now is still free when it is written. */
async function freshSerials(tx: Tx, count: number): Promise<string[]> {
  const fresh = new Set<string>();
  while (fresh.size < count) {
    while (fresh.size < count) fresh.add(newSerial((maxExclusive) => randomInt(maxExclusive)));
    const taken = await tx
      .select({ serial: codeSheets.serial })
      .from(codeSheets)
      .where(inArray(codeSheets.serial, [...fresh]));
    for (const { serial } of taken) fresh.delete(serial);
  }
  return [...fresh];
}

function renewalEvent({ staffId, name, sheet }: PrintFacts, { reason }: IssueInput): AuditEntry {
  return {
    type: "code.replaced",
    subjectId: staffId,
    detail: { name, reason: "reprint", note: reason, instead: sheet?.serial ?? "" },
  };
}
