import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { savedViews } from "@/lib/db/schema";
import type { SavedList } from "./schema";

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly query: string;
}

/** The actor's own views of a list. */
export async function listSavedViews(actor: Actor, list: SavedList): Promise<SavedView[]> {
  if (actor.adminId === null) return [];
  return getDb()
    .select({ id: savedViews.id, name: savedViews.name, query: savedViews.query })
    .from(savedViews)
    .where(and(eq(savedViews.adminId, actor.adminId), eq(savedViews.list, list)))
    .orderBy(asc(savedViews.name));
}
