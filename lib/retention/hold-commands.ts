import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { SiteId, StaffId } from "@/lib/access/types";
import { lockTrail, record } from "@/lib/audit/record";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { type Tx, transact } from "@/lib/db/connection";
import { legalHolds, sites, staff } from "@/lib/db/schema";
import type { HoldId } from "@/lib/db/tables/privacy";
import { ok, type Result, refuse } from "@/lib/result";
import type { HoldInput } from "./schema";

interface Scope {
  readonly siteId: SiteId | null;
  readonly staffId: StaffId | null;
}

/** Stops all deletion of one site's records, of one person's, or of everything, until the hold is released. */
export async function placeHold(
  actor: Actor,
  input: HoldInput,
  now = new Date(),
): Promise<Result<{ holdId: HoldId }>> {
  assertMay(actor, "privacy:write");
  const scope: Scope = {
    siteId: input.scope === "site" ? (input.siteId as SiteId) : null,
    staffId: input.scope === "staff" ? (input.staffId as StaffId) : null,
  };
  const { adminId } = actor;
  if (adminId === null || !coversScope(actor, scope)) return refuse("forbidden");
  return transact(async (tx) => {
    // What is being deleted at this moment is over before; what comes after sees the hold.
    await lockTrail(tx);
    const name = await nameOf(tx, scope);
    if (name === undefined) return refuse("not_found", { field: scope.siteId ? "siteId" : "staffId" });
    const row = { ...scope, reason: input.reason, placedBy: adminId, placedAt: now };
    const [hold] = await tx.insert(legalHolds).values(row).returning({ id: legalHolds.id });
    if (!hold) throw new Error("an insert returned no row");
    await record(tx, actor, [{ type: "hold.placed", ...about(scope, name, input.reason) }], now);
    return ok({ holdId: hold.id });
  });
}

/** Lets deletion go on; the hold stays in the list with who released it and why. */
export async function releaseHold(
  actor: Actor,
  { holdId, reason }: { holdId: HoldId; reason: string },
  now = new Date(),
): Promise<Result<void>> {
  assertMay(actor, "privacy:write");
  const { adminId } = actor;
  if (adminId === null) return refuse("forbidden");
  return transact(async (tx) => {
    const [found] = await tx.select().from(legalHolds).where(eq(legalHolds.id, holdId));
    if (!found) return refuse("not_found");
    if (!coversScope(actor, found)) return refuse("forbidden");
    const [released] = await tx
      .update(legalHolds)
      .set({ releasedBy: adminId, releasedAt: now, releaseReason: reason })
      .where(and(eq(legalHolds.id, holdId), isNull(legalHolds.releasedAt)))
      .returning();
    // Somebody else was quicker: it is released.
    if (!released) return ok(undefined);
    const name = (await nameOf(tx, released)) ?? "";
    await record(tx, actor, [{ type: "hold.released", ...about(released, name, reason) }], now);
    return ok(undefined);
  });
}

/** A person has records at all sites, so a hold of a person is for who looks after all of them. */
export function coversScope(actor: Actor, { siteId }: Scope): boolean {
  return actor.sites === "all" || (siteId !== null && seesSite(actor, siteId));
}

function about({ siteId, staffId }: Scope, name: string, reason: string) {
  const subjectId = siteId ?? staffId;
  const scope = siteId ? "site" : staffId ? "person" : "everything";
  return {
    ...(subjectId === null ? {} : { subjectId }),
    detail: { scope, ...(name === "" ? {} : { name }), reason },
  };
}

/** Empty: it is of everything. Undefined: there is no such site or person. */
async function nameOf(tx: Tx, { siteId, staffId }: Scope): Promise<string | undefined> {
  if (siteId !== null) {
    const [site] = await tx.select({ name: sites.name }).from(sites).where(eq(sites.id, siteId));
    return site?.name;
  }
  if (staffId === null) return "";
  const [person] = await tx.select({ name: staff.displayName }).from(staff).where(eq(staff.id, staffId));
  return person?.name;
}
