import "server-only";
import { eq, inArray } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import { lockTrail } from "@/lib/audit/record";
import { type Actor, assertMay, may, seesSite } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { devices, placements, sites } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { countMoved, daysAt, isMoveHeldBack, losesDays, type Move } from "@/lib/retention/moves";
import type { Shortened } from "@/lib/retention/preview";
import { staffUnderRules, underDevices } from "@/lib/rules/touched";
import type { PlacementInput } from "./schema";

export interface PlacementPreview extends Preview {
  /** The entries that go because the new site keeps them for a shorter time. */
  readonly doomed: Shortened;
}

export async function previewPlaceDevices(
  actor: Actor,
  input: PlacementInput,
  now = new Date(),
): Promise<Result<PlacementPreview>> {
  assertMay(actor, "devices:write");
  const move = await findMove(getDb(), actor, input);
  if (!move.ok) return move;
  const preview = await previewEdit(actor, (tx) => carryOut(tx, move.value), now);
  if (!preview.ok) return preview;
  return ok({ ...preview.value, doomed: await countMoved(getDb(), actor, move.value, now) });
}

/**
 * Says at which site devices are: a new one becomes usable in areas, a moved one takes over the other site's zone, and
 * how long entries are kept there. `typed` is the number of entries that the person was shown and typed, where any go.
 */
export async function placeDevices(
  actor: Actor,
  input: PlacementInput,
  { seen, typed = null }: { seen: string | null; typed?: number | null },
  at = new Date(),
): Promise<Result<{ placed: number }>> {
  assertMay(actor, "devices:write");
  const edit: Edit<{ placed: number }> = async (tx, now) => {
    // Who places a hold, changes days or deletes by them waits for this lock, too: what is read now holds until the end.
    await lockTrail(tx);
    const move = await findMove(tx, actor, input);
    if (!move.ok) return move;
    const { count } = await countMoved(tx, actor, move.value, now);
    // To let entries be deleted is asked for as it is under Settings, Privacy.
    if (count > 0 && !may(actor, "privacy:write")) return refuse("forbidden");
    if (count > 0 && typed !== count) return refuse("plan_changed");
    return carryOut(tx, move.value);
  };
  return commitEdit(actor, edit, seen, at);
}

async function findMove(
  db: Db | Tx,
  actor: Actor,
  { deviceIds, siteId }: PlacementInput,
): Promise<Result<Move>> {
  const { id, name, timeZone, entriesDays } = sites;
  const [target] = await db.select({ id, name, timeZone, entriesDays }).from(sites).where(eq(id, siteId));
  if (!target) return refuse("not_found", { field: "siteId" });
  if (!seesSite(actor, siteId)) return refuse("forbidden", { field: "siteId" });
  const ids = [...new Set(deviceIds)];
  const found = await db
    .select({
      id: devices.id,
      name: devices.name,
      siteId: placements.siteId,
      siteName: sites.name,
      entriesDays: sites.entriesDays,
    })
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
  const doors = found.filter((device) => device.siteId !== siteId);
  const move = { target, doors };
  return (await isMoveHeldBack(db, move)) ? refuse("hold_in_force") : ok(move);
}

async function carryOut(tx: Tx, { target, doors }: Move): ReturnType<Edit<{ placed: number }>> {
  const { id: siteId } = target;
  if (doors.length > 0) {
    await tx
      .insert(placements)
      .values(doors.map((device) => ({ deviceId: device.id, siteId })))
      .onConflictDoUpdate({ target: placements.deviceId, set: { siteId } });
  }
  return ok({
    value: { placed: doors.length },
    touches: doors.length > 0 ? await staffUnderRules(tx, underDevices(doors.map(({ id }) => id))) : [],
    audit: doors.map((device) => ({
      type: "device.placed" as const,
      subjectId: device.id,
      detail: {
        name: device.name,
        before: { site: device.siteName, ...daysOf(device, daysAt(device)) },
        after: { site: target.name, ...daysOf(device, target.entriesDays) },
      },
    })),
  });

  /** Told only where entries go because of the move. */
  function daysOf(device: Move["doors"][number], entriesDays: number | null) {
    return losesDays(device, target) ? { entriesDays } : {};
  }
}
