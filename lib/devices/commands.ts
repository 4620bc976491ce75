import "server-only";
import { eq, inArray } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { devices, placements, sites } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { getHoldsInForce } from "@/lib/retention/holds";
import { staffUnderRules, underDevices } from "@/lib/rules/touched";
import type { PlacementInput } from "./schema";

export async function previewPlaceDevices(actor: Actor, input: PlacementInput): Promise<Result<Preview>> {
  assertMay(actor, "devices:write");
  return previewEdit(actor, placement(actor, input));
}

/** Says at which site devices are: a new one becomes usable in areas, a moved one takes over the other site's zone. */
export async function placeDevices(
  actor: Actor,
  input: PlacementInput,
  seen: string | null,
): Promise<Result<{ placed: number }>> {
  assertMay(actor, "devices:write");
  return commitEdit(actor, placement(actor, input), seen);
}

function placement(actor: Actor, { deviceIds, siteId }: PlacementInput): Edit<{ placed: number }> {
  return async (tx) => {
    const [site] = await tx.select({ name: sites.name }).from(sites).where(eq(sites.id, siteId));
    if (!site) return refuse("not_found", { field: "siteId" });
    if (!seesSite(actor, siteId)) return refuse("forbidden", { field: "siteId" });
    const ids = [...new Set(deviceIds)];
    const found = await tx
      .select({ id: devices.id, name: devices.name, siteId: placements.siteId, siteName: sites.name })
      .from(devices)
      .leftJoin(placements, eq(placements.deviceId, devices.id))
      .leftJoin(sites, eq(sites.id, placements.siteId))
      .where(inArray(devices.id, ids))
      .orderBy(devices.name, devices.id);
    if (found.length !== ids.length) return refuse("not_found");
    // A device without a site belongs to those who look after all of them.
    const isTheirs = found.every((device) =>
      device.siteId === null ? actor.sites === "all" : seesSite(actor, device.siteId),
    );
    if (!isTheirs) return refuse("forbidden");
    const moving = found.filter((device) => device.siteId !== siteId);
    // At another site its entries would be kept as long as that one says, which may be less.
    const holds = await getHoldsInForce(tx);
    if (moving.some((device) => device.siteId !== null && holds.sites.has(device.siteId)))
      return refuse("hold_in_force");
    if (moving.length > 0) {
      await tx
        .insert(placements)
        .values(moving.map((device) => ({ deviceId: device.id, siteId })))
        .onConflictDoUpdate({ target: placements.deviceId, set: { siteId } });
    }
    const movingIds = moving.map((device) => device.id);
    return ok({
      value: { placed: moving.length },
      touches: movingIds.length > 0 ? await staffUnderRules(tx, underDevices(movingIds)) : [],
      audit: moving.map((device) => ({
        type: "device.placed" as const,
        subjectId: device.id,
        detail: { name: device.name, before: { site: device.siteName }, after: { site: site.name } },
      })),
    });
  };
}
