import "server-only";
import { and, asc, eq, inArray, isNull, lt } from "drizzle-orm";
import { systemActor } from "@/lib/auth/actor";
import { commitEdit, type Edit } from "@/lib/changes/edit";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { codeSheets, staff, staffCodes } from "@/lib/db/schema";
import { officeZone } from "@/lib/imports/office-zone";
import type { Chore } from "@/lib/jobs/chores";
import { ok } from "@/lib/result";
import { localDateOf } from "@/lib/time/zones";

/** One transaction takes so many at most, and the rest of their codes. */
const mostAtOnce = 200;

// As the index of what waits has it.
const waiting = and(
  isNull(codeSheets.collectedAt),
  isNull(codeSheets.returnedAt),
  isNull(codeSheets.destroyedAt),
  isNull(codeSheets.expiredAt),
);

/**
 * A sheet that nobody signed for lies about somewhere: after its last day its code is taken off the doors. A code that
 * was replaced meanwhile needs nothing more, and one that another sheet told its person, or still may, stays. Returns how
 * many sheets expired; what is done is done, so again is harmless.
 */
export async function expireSheets(now: Date): Promise<number> {
  const expired = await commitEdit(systemActor(), expiring, null, now);
  if (!expired.ok) throw new Error(`sheets did not expire: ${expired.refusal.code}`);
  return expired.value;
}

const expiring: Edit<number> = async (tx, now) => {
  const sheets = await lockSheets(tx, now);
  const due = sheets.filter((sheet) => sheet.isDue);
  if (due.length > 0) {
    const ids = due.map(({ id }) => id);
    await tx.update(codeSheets).set({ expiredAt: now }).where(inArray(codeSheets.id, ids));
  }
  const inUse = new Set(sheets.filter((sheet) => sheet.keepsCode).map(({ codeId }) => codeId));
  const lost = new Map(due.filter(({ codeId }) => !inUse.has(codeId)).map((sheet) => [sheet.codeId, sheet]));
  const retired = await retire(tx, [...lost.keys()], now);
  const disabled = retired.flatMap((codeId) => lost.get(codeId) ?? []);
  return ok({
    value: due.length,
    touches: disabled.map(({ staffId }) => staffId),
    audit: [
      ...due.map(({ staffId, name, serial }) => ({
        type: "sheet.expired" as const,
        subjectId: staffId,
        detail: { name, serial },
      })),
      ...disabled.map(({ staffId, name, serial }) => ({
        type: "code.disabled" as const,
        subjectId: staffId,
        detail: { name, reason: "sheet_expired", serial },
      })),
    ],
  });
};

/** The sheets whose last day is over, and every other one of their codes: none of them is signed for meanwhile. */
async function lockSheets(tx: Tx, now: Date) {
  const day = await today(tx, now);
  const due = tx
    .select({ codeId: codeSheets.codeId })
    .from(codeSheets)
    .where(and(waiting, lt(codeSheets.collectBy, day)))
    .orderBy(asc(codeSheets.id))
    .limit(mostAtOnce);
  const rows = await tx
    .select({ sheet: codeSheets, name: staff.displayName })
    .from(codeSheets)
    .innerJoin(staff, eq(staff.id, codeSheets.staffId))
    .where(inArray(codeSheets.codeId, due))
    .orderBy(asc(codeSheets.id))
    .for("update", { of: codeSheets });
  return rows.map(({ sheet, name }) => {
    const { id, serial, staffId, codeId, collectBy, collectedAt, returnedAt, destroyedAt, expiredAt } = sheet;
    const waits = !(collectedAt || returnedAt || destroyedAt || expiredAt);
    const isDue = waits && collectBy < day;
    return { id, serial, staffId, codeId, name, isDue, keepsCode: collectedAt !== null || (waits && !isDue) };
  });
}

/** By their ids: whoever was given another code a moment ago keeps that one. Returns those that were current. */
async function retire(tx: Tx, codeIds: readonly string[], now: Date): Promise<string[]> {
  if (codeIds.length === 0) return [];
  const rows = await tx
    .update(staffCodes)
    .set({ retiredAt: now })
    .where(and(inArray(staffCodes.id, [...codeIds]), isNull(staffCodes.retiredAt)))
    .returning({ id: staffCodes.id });
  return rows.map(({ id }) => id);
}

async function today(db: Db | Tx, now: Date): Promise<string> {
  return localDateOf(now.getTime(), await officeZone(db));
}

/** Looked for every ten minutes: a day's end is not urgent, and the code must not live much longer. */
export const sheetChores: readonly Chore[] = [
  {
    name: "sheets",
    everyMs: 10 * 60_000,
    atMostMs: 5 * 60_000,
    isDue: async () => {
      const db = getDb();
      return (
        (await db.$count(codeSheets, and(waiting, lt(codeSheets.collectBy, await today(db, new Date()))))) > 0
      );
    },
    run: async () => (await expireSheets(new Date())) >= mostAtOnce,
  },
];
