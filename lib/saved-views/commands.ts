import "server-only";
import { and, eq } from "drizzle-orm";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb, isUniqueViolation } from "@/lib/db/connection";
import { savedViews } from "@/lib/db/schema";
import type { SavedViewId } from "@/lib/db/tables/records";
import { ok, type Result, refuse } from "@/lib/result";
import type { SavedViewInput } from "./schema";

/** Keeps the filters of a list under a name, for the actor alone. It changes nothing for others: no audit event. */
export async function saveView(actor: Actor, input: SavedViewInput): Promise<Result<{ viewId: string }>> {
  assertMay(actor, input.list === "audit" ? "audit:read" : "entries:read");
  if (actor.adminId === null) throw new Error("only a person has views");
  try {
    const [row] = await getDb()
      .insert(savedViews)
      .values({ ...input, adminId: actor.adminId })
      .returning({ viewId: savedViews.id });
    if (!row) throw new Error("an insert returned no row");
    return ok(row);
  } catch (error) {
    if (isUniqueViolation(error)) return refuse("view_name_taken", { field: "name" });
    throw error;
  }
}

/** Forgets one of the actor's own views; one that is gone already is no problem. */
export async function removeView(actor: Actor, { viewId }: { viewId: string }): Promise<Result<null>> {
  assertMay(actor, "entries:read");
  if (actor.adminId === null) throw new Error("only a person has views");
  await getDb()
    .delete(savedViews)
    .where(and(eq(savedViews.id, viewId as SavedViewId), eq(savedViews.adminId, actor.adminId)));
  return ok(null);
}
