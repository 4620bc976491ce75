import "server-only";
import { and, asc, eq, inArray, isNull, lt } from "drizzle-orm";
import { systemActor } from "@/lib/auth/actor";
import { commitEdit, type Edit } from "@/lib/changes/edit";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { codeSheets, staff, staffCodes } from "@/lib/db/schema";
import { officeZone } from "@/lib/imports/office-zone";
import type { Chore } from "@/lib/jobs/chores";
import { ok } from "@/lib/result";
import { retireCodes } from "@/lib/staff/codes";
import { localDateOf } from "@/lib/time/zones";

/** One transaction takes so many at most. */
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
 * was replaced meanwhile needs nothing more. Returns how many sheets expired; what is done is done, so again is harmless.
 */
export async function expireSheets(now: Date): Promise<number> {
  const expired = await commitEdit(systemActor(), expiring, null, now);
  if (!expired.ok) throw new Error(`sheets did not expire: ${expired.refusal.code}`);
  return expired.value;
}

const expiring: Edit<number> = async (tx, now) => {
  const due = await lockDue(tx, now);
  if (due.length > 0) {
    const ids = due.map(({ id }) => id);
    await tx.update(codeSheets).set({ expiredAt: now }).where(inArray(codeSheets.id, ids));
  }
  const disabled = new Map(due.filter(({ isCurrent }) => isCurrent).map((sheet) => [sheet.staffId, sheet]));
  await retireCodes(tx, [...disabled.keys()], now);
  return ok({
    value: due.length,
    touches: [...disabled.keys()],
    audit: [
      ...due.map(({ staffId, name, serial }) => ({
        type: "sheet.expired" as const,
        subjectId: staffId,
        detail: { name, serial },
      })),
      ...[...disabled.values()].map(({ staffId, name, serial }) => ({
        type: "code.disabled" as const,
        subjectId: staffId,
        detail: { name, reason: "sheet_expired", serial },
      })),
    ],
  });
};

async function lockDue(tx: Tx, now: Date) {
  const rows = await tx
    .select({
      id: codeSheets.id,
      serial: codeSheets.serial,
      staffId: codeSheets.staffId,
      name: staff.displayName,
      retiredAt: staffCodes.retiredAt,
    })
    .from(codeSheets)
    .innerJoin(staff, eq(staff.id, codeSheets.staffId))
    .innerJoin(staffCodes, eq(staffCodes.id, codeSheets.codeId))
    .where(and(waiting, lt(codeSheets.collectBy, await today(tx, now))))
    .orderBy(asc(codeSheets.id))
    .limit(mostAtOnce)
    .for("update", { of: codeSheets });
  return rows.map(({ retiredAt, ...row }) => ({ ...row, isCurrent: retiredAt === null }));
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
    run: async () => (await expireSheets(new Date())) === mostAtOnce,
  },
];
