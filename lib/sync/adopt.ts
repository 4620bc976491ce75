import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Binding, Instant } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import { bindings } from "@/lib/db/schema";
import { noteOwners } from "./note-lives";

/**
 * Declares authorizations that are on Nuki already to be ours, on a person's word. One that is bound already, or whose
 * credential has another one, is left as it is. Returns how many were adopted.
 */
export async function adopt(
  { db, now }: { db: Db | Tx; now: () => Instant },
  matches: readonly Binding[],
): Promise<number> {
  if (matches.length === 0) return 0;
  const boundAt = new Date(now());
  return db.transaction(async (tx) => {
    const rows = await tx
      .insert(bindings)
      .values(matches.map((match) => ({ ...match, origin: "adopted" as const, boundAt })))
      .onConflictDoNothing()
      .returning({ deviceId: bindings.deviceId, authId: bindings.authId });
    const done = new Set(rows.map(keyOf));
    let again = 0;
    for (const match of matches) if (!done.has(keyOf(match))) again += await adoptAgain(tx, match, boundAt);
    await noteOwners(tx, [...new Set(matches.map(({ deviceId }) => deviceId))], boundAt);
    return rows.length + again;
  });
}

/** It was ours once, for somebody perhaps, and the row of that time is the only one that there may be for it. */
async function adoptAgain(tx: Tx, match: Binding, boundAt: Date): Promise<number> {
  const { staffId, deviceId, kind, authId } = match;
  const rows = await tx
    .update(bindings)
    .set({ staffId, kind, origin: "adopted", changeId: null, boundAt, endedAt: null })
    .where(
      and(
        eq(bindings.deviceId, deviceId),
        eq(bindings.authId, authId),
        isNotNull(bindings.endedAt),
        sql`not exists (
          select 1 from bindings b where b.staff_id = ${staffId} and b.device_id = ${deviceId}
            and b.kind = ${kind} and b.ended_at is null)`,
      ),
    )
    .returning({ id: bindings.id });
  return rows.length;
}

function keyOf({ deviceId, authId }: Pick<Binding, "deviceId" | "authId">): string {
  return `${deviceId} ${authId}`;
}
