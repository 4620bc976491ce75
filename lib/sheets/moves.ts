import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { codeSheets, staffCodes } from "@/lib/db/schema";
import type { SheetId } from "@/lib/db/tables/codes";
import { parseSerial } from "@/lib/print/serial";
import { ok, type Result, refuse } from "@/lib/result";
import { atOwnSitesOnly } from "./places";
import type { SheetMove } from "./schema";
import { judgeMove, sheetStateOf } from "./state";

export interface Moved {
  readonly done: number;
  /** It was so already. */
  readonly unchanged: number;
  /** In a state that does not allow it. */
  readonly refused: readonly string[];
}

const columnOf = { collect: "collectedAt", return: "returnedAt", destroy: "destroyedAt" } as const;
const eventOf = { collect: "sheet.collected", return: "sheet.returned", destroy: "sheet.destroyed" } as const;

/** These sheets were signed for. */
export function collectSheets(actor: Actor, serials: readonly string[], now = new Date()) {
  return moveSheets(actor, "collect", serials, now);
}

/** These sheets came back to the office. */
export function returnSheets(actor: Actor, serials: readonly string[], now = new Date()) {
  return moveSheets(actor, "return", serials, now);
}

/** These sheets were shredded. */
export function destroySheets(actor: Actor, serials: readonly string[], now = new Date()) {
  return moveSheets(actor, "destroy", serials, now);
}

/**
 * Writes down what was done with paper. One sheet in a state that does not allow it does not stop the rest; when there is
 * nothing that it could be done to, it is refused. What is so already stays as it was noted first.
 */
export async function moveSheets(
  actor: Actor,
  move: SheetMove,
  serials: readonly string[],
  now: Date,
): Promise<Result<Moved>> {
  assertMay(actor, "codes:print");
  return transactResult(async (tx) => {
    const rows = await lockSheets(tx, actor, serials);
    if (rows.length === 0) return refuse("not_found");
    const judged = rows.map((row) => ({ ...row, verdict: judgeMove(sheetStateOf(row), move) }));
    const going = judged.filter(({ verdict }) => verdict === "go");
    const unchanged = judged.filter(({ verdict }) => verdict === "already").length;
    if (going.length + unchanged === 0) return refuse("sheet_state");
    await tx
      .update(codeSheets)
      .set({ [columnOf[move]]: now })
      .where(
        inArray(
          codeSheets.id,
          going.map(({ id }) => id),
        ),
      );
    await record(
      tx,
      actor,
      going.map(({ staffId, serial }) => ({ type: eventOf[move], subjectId: staffId, detail: { serial } })),
      now,
    );
    const refused = judged.filter(({ verdict }) => verdict === "no").map(({ serial }) => serial);
    return ok({ done: going.length, unchanged, refused });
  });
}

interface Locked {
  readonly id: SheetId;
  readonly serial: string;
  readonly staffId: StaffId;
  readonly collectedAt: Date | null;
  readonly returnedAt: Date | null;
  readonly destroyedAt: Date | null;
  readonly expiredAt: Date | null;
  readonly codeRetiredAt: Date | null;
}

/** Held until the transaction ends: two clicks, or a click and the job that expires, must not both find it waiting. */
function lockSheets(tx: Tx, actor: Actor, typed: readonly string[]): Promise<Locked[]> {
  const serials = typed.flatMap((text) => parseSerial(text) ?? []);
  return tx
    .select({
      id: codeSheets.id,
      serial: codeSheets.serial,
      staffId: codeSheets.staffId,
      collectedAt: codeSheets.collectedAt,
      returnedAt: codeSheets.returnedAt,
      destroyedAt: codeSheets.destroyedAt,
      expiredAt: codeSheets.expiredAt,
      codeRetiredAt: staffCodes.retiredAt,
    })
    .from(codeSheets)
    .innerJoin(staffCodes, eq(staffCodes.id, codeSheets.codeId))
    .where(and(inArray(codeSheets.serial, serials), atOwnSitesOnly(actor)))
    .orderBy(codeSheets.id)
    .for("update", { of: codeSheets });
}
