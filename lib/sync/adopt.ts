import type { Binding } from "@/lib/access/types";
import { bindings } from "@/lib/db/schema";
import type { SyncContext } from "./context";

/**
 * Declares authorizations that are on Nuki already to be ours, on a person's word. One that is bound already, or whose
 * credential has another one, is left as it is. Returns how many were adopted.
 */
export async function adopt({ db, now }: SyncContext, matches: readonly Binding[]): Promise<number> {
  if (matches.length === 0) return 0;
  const rows = await db
    .insert(bindings)
    .values(matches.map((match) => ({ ...match, origin: "adopted" as const, boundAt: new Date(now()) })))
    .onConflictDoNothing()
    .returning({ id: bindings.id });
  return rows.length;
}
