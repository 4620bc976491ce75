import "server-only";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { SiteId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accountSync, changes, placements, sites } from "@/lib/db/schema";
import { listOpenSettings, type OpenSettings } from "@/lib/device-settings/open-settings";

/** How things stand with Nuki, in the figures of the pill. */
export interface SyncStatus {
  readonly connected: "ok" | "problem" | "unknown";
  /** On their way: planned, sent, or accepted and not seen yet. */
  readonly pending: number;
  readonly waiting: number;
  readonly needsYou: number;
  readonly failed: number;
}

export interface Frame {
  readonly sites: readonly { id: SiteId; name: string }[];
  readonly sync: SyncStatus;
}

/** What stands around every page. */
export async function getFrame(actor: Actor): Promise<Frame> {
  const [siteRows, sync] = await Promise.all([listSites(actor), getSyncStatus(actor)]);
  return { sites: siteRows, sync };
}

async function listSites(actor: Actor): Promise<Frame["sites"]> {
  return getDb()
    .select({ id: sites.id, name: sites.name })
    .from(sites)
    .where(actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites]))
    .orderBy(sites.name);
}

/** The open changes at the doors that the actor sees, of access and of settings, counted by what they need. */
export async function getSyncStatus(actor: Actor): Promise<SyncStatus> {
  const db = getDb();
  const count = (condition: ReturnType<typeof sql>) => sql<number>`count(*) filter (where ${condition})::int`;
  const [figures] = await db
    .select({
      pending: count(sql`${changes.state} in ('planned', 'sending', 'accepted')`),
      waiting: count(sql`${changes.state} = 'waiting'`),
      needsYou: count(sql`${changes.state} = 'needs_review'`),
      failed: count(sql`${changes.state} = 'failed'`),
    })
    .from(changes)
    .innerJoin(placements, eq(placements.deviceId, changes.deviceId))
    .where(
      and(
        isNull(changes.closedAt),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    );
  const settings = await listOpenSettings(actor);
  const accounts = await db.select({ status: accountSync.status }).from(accountSync);
  return {
    connected: connectedOf(accounts.map((account) => account.status)),
    pending: (figures?.pending ?? 0) + sumOf(settings, "underWay"),
    waiting: (figures?.waiting ?? 0) + sumOf(settings, "waiting"),
    needsYou: (figures?.needsYou ?? 0) + sumOf(settings, "toDecide"),
    failed: figures?.failed ?? 0,
  };
}

function sumOf(doors: readonly OpenSettings[], figure: "underWay" | "waiting" | "toDecide"): number {
  return doors.reduce((sum, door) => sum + door[figure], 0);
}

function connectedOf(
  statuses: readonly (typeof accountSync.$inferSelect)["status"][],
): SyncStatus["connected"] {
  if (statuses.some((status) => status === "unauthorized" || status === "unreachable")) return "problem";
  return statuses.length > 0 && statuses.every((status) => status === "connected") ? "ok" : "unknown";
}
