import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { installation } from "@/lib/db/schema";
import type { ReviewId } from "@/lib/db/tables/reviews";

const factsSchema = z.object({
  /** From when on the log of each door was here when the review began (0: since ever; null: it was not read). */
  logFrom: z.record(z.string(), z.number().nullable()).default({}),
  /** How many rows were no longer what they had been when it was signed, and how many accesses it did not have. */
  drift: z
    .object({ left: z.number(), gone: z.number(), changed: z.number(), added: z.number() })
    .nullable()
    .default(null),
});

/** What belongs to a review as a whole and is part of what is signed. */
export type ReviewFacts = z.infer<typeof factsSchema>;

const keyOf = (id: ReviewId) => `review:${id}`;

/** Null: of a review from before anything of this was kept. */
export async function loadFacts(id: ReviewId, db: Db | Tx = getDb()): Promise<ReviewFacts | null> {
  const [row] = await db
    .select({ value: installation.value })
    .from(installation)
    .where(eq(installation.key, keyOf(id)));
  return row ? factsSchema.parse(row.value) : null;
}

export async function saveFacts(tx: Tx, id: ReviewId, value: ReviewFacts): Promise<void> {
  await tx
    .insert(installation)
    .values({ key: keyOf(id), value })
    .onConflictDoUpdate({ target: installation.key, set: { value } });
}
