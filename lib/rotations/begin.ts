import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import type { Edit } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { rotationPeople, rotations } from "@/lib/db/schema";
import type { RotationId } from "@/lib/db/tables/codes";
import { getQueue } from "@/lib/jobs/queue";
import { publish } from "@/lib/live/publish";
import { ok, type Result, refuse } from "@/lib/result";
import { type ReplacedCode, replaceCodes } from "@/lib/staff/codes";
import { type Chosen, choosePeople } from "./people";
import type { SkipReason } from "./schema";
import type { Terms } from "./terms";

/** A rotation that has begun, with what its preview tells beyond the plan. */
export interface Begun {
  readonly rotationId: RotationId;
  readonly chosen: Chosen;
  readonly replaced: readonly ReplacedCode[];
}

/** New codes for these people within one edit: the same for a preview, for now, and for a night that has come. */
export async function replaceFor(
  tx: Tx,
  rotationId: RotationId,
  terms: Terms,
  chosen: Chosen,
  now: Date,
): Promise<Result<readonly ReplacedCode[]>> {
  const { mode, keepOldUntil } = terms;
  const replaced = await replaceCodes(tx, chosen.staffIds, now, { mode, keepOldUntil });
  if (!replaced.ok) return replaced;
  const rows: (typeof rotationPeople.$inferInsert)[] = [
    ...replaced.value.map((one) => ({ rotationId, ...one })),
    ...chosen.skipped.map(({ staffId, problem }) => ({ rotationId, staffId, problem })),
  ];
  await insertPeople(tx, rows);
  // What is kept until a time goes when that time has come, not with the next look at everything.
  if (keepOldUntil !== null && chosen.staffIds.length > 0) {
    const afterMs = keepOldUntil.getTime() - now.getTime() + 1000;
    await getQueue().enqueue(tx, "sync", { staffIds: [...chosen.staffIds] }, afterMs);
  }
  await publish(tx, [{ topic: "changes" }]);
  return ok(replaced.value);
}

/** The edit of a rotation that begins at once. `seen` is told what a preview shows beside the plan. */
export function beginNow(
  actor: Actor,
  adminId: NonNullable<Actor["adminId"]>,
  terms: Terms,
  check: (chosen: Chosen) => ReturnType<typeof refuse> | null,
  told?: (tx: Tx, begun: Begun) => Promise<void>,
): Edit<{ rotationId: RotationId }> {
  return async (tx, now) => {
    const chosen = await choosePeople(tx, actor, terms.scope, now);
    if (!chosen.ok) return chosen;
    const refusal = check(chosen.value);
    if (refusal) return refusal;
    const rotationId = await insertRotation(tx, adminId, terms, now, now);
    const replaced = await replaceFor(tx, rotationId, terms, chosen.value, now);
    if (!replaced.ok) return replaced;
    await told?.(tx, { rotationId, chosen: chosen.value, replaced: replaced.value });
    return ok({
      value: { rotationId },
      touches: chosen.value.staffIds,
      audit: startedEvents(rotationId, terms, chosen.value),
    });
  };
}

/**
 * The edit of a planned rotation whose time has come. Whoever marks it as started is the only one, and does all of it in
 * that transaction: a second worker, or the first one after a crash, finds it started or finds it untouched.
 */
export function beginPlanned(planner: Actor, rotationId: RotationId): Edit<null> {
  return async (tx, now) => {
    const [row] = await tx
      .update(rotations)
      .set({ startedAt: now })
      .where(
        and(
          eq(rotations.id, rotationId),
          isNull(rotations.startedAt),
          isNull(rotations.cancelledAt),
          sql`${rotations.startsAt} <= ${now.toISOString()}::timestamptz`,
        ),
      )
      .returning();
    if (!row) return refuse("rotation_started");
    const terms: Terms = { ...row, startsAt: null };
    const chosen = await choosePeople(tx, planner, row.scope, now);
    // The team or the door is gone meanwhile: nobody is left to get a new code.
    const nobody: Chosen = { staffIds: [], skipped: [], name: "" };
    const people = chosen.ok ? chosen.value : nobody;
    // Codes that ran out must not keep the office from hearing of it: the rotation ends, and says so for everybody.
    const replaced = await savepoint(tx, (inner) => replaceFor(inner, rotationId, terms, people, now));
    if (!replaced.ok) {
      await insertPeople(tx, [
        ...people.staffIds.map((staffId) => problemRow(rotationId, staffId, "no_code_left")),
        ...people.skipped.map((one) => problemRow(rotationId, one.staffId, one.problem)),
      ]);
      await publish(tx, [{ topic: "changes" }]);
    }
    const touches = replaced.ok ? people.staffIds : [];
    return ok({
      value: null,
      touches,
      audit: startedEvents(rotationId, terms, { ...people, staffIds: touches }),
    });
  };
}

/** Calls one off that has not begun; null where it has, or was called off before. */
export async function markCancelled(
  tx: Tx,
  rotationId: RotationId,
  now: Date,
): Promise<typeof rotations.$inferSelect | null> {
  const [row] = await tx
    .update(rotations)
    .set({ cancelledAt: now })
    .where(and(eq(rotations.id, rotationId), isNull(rotations.startedAt), isNull(rotations.cancelledAt)))
    .returning();
  return row ?? null;
}

export async function insertRotation(
  tx: Tx,
  adminId: NonNullable<Actor["adminId"]>,
  terms: Terms,
  startsAt: Date,
  now: Date,
): Promise<RotationId> {
  const { scope, reason, note, mode, keepOldUntil } = terms;
  const startedAt = startsAt <= now ? now : null;
  const [row] = await tx
    .insert(rotations)
    .values({ adminId, scope, reason, note, mode, keepOldUntil, startsAt, startedAt, createdAt: now })
    .returning({ id: rotations.id });
  if (!row) throw new Error("the rotation was not stored");
  return row.id;
}

/** What the trail keeps of a rotation's terms. */
export function termsDetail({ scope, reason, mode, note, keepOldUntil }: Terms): Record<string, unknown> {
  return {
    scope,
    reason,
    mode,
    ...(note === "" ? {} : { note }),
    ...(keepOldUntil === null ? {} : { keepOldUntil: keepOldUntil.toISOString() }),
  };
}

function startedEvents(rotationId: RotationId, terms: Terms, chosen: Chosen): AuditEntry[] {
  const { staffIds, skipped, name } = chosen;
  const detail = { name, count: staffIds.length, skipped: skipped.length, ...termsDetail(terms) };
  return [
    { type: "rotation.started", subjectId: rotationId, detail },
    ...staffIds.map(
      (staffId): AuditEntry => ({
        type: "code.replaced",
        subjectId: staffId,
        detail: { rotation: rotationId, reason: terms.reason },
      }),
    ),
  ];
}

function problemRow(rotationId: RotationId, staffId: StaffId, problem: SkipReason) {
  return { rotationId, staffId, problem };
}

async function insertPeople(tx: Tx, rows: readonly (typeof rotationPeople.$inferInsert)[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 1000) {
    await tx.insert(rotationPeople).values(rows.slice(at, at + 1000));
  }
}

/** A part of a transaction that leaves nothing behind when it is refused. */
async function savepoint<T>(tx: Tx, work: (inner: Tx) => Promise<Result<T>>): Promise<Result<T>> {
  const refused: { result?: Result<T> } = {};
  try {
    return await tx.transaction(async (inner) => {
      const result = await work(inner);
      if (result.ok) return result;
      refused.result = result;
      throw new Error("rolled back on purpose");
    });
  } catch (error) {
    if (refused.result) return refused.result;
    throw error;
  }
}
