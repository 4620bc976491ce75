import "server-only";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { requireStepUp } from "@/lib/auth/step-up";
import { transact } from "@/lib/db/connection";
import { authorizations, bindings, devices, placements, staff } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { isBound } from "@/lib/devices/queries";
import { ok, type Result, refuse } from "@/lib/result";
import type { DoorCodesInput } from "./schema";

export interface DoorCode {
  readonly id: string;
  /** Whose it is, else the name that it has on the keypad. */
  readonly name: string;
  readonly isOurs: boolean;
  readonly enabled: boolean;
  readonly digits: string;
}

export interface DoorCodes {
  readonly rows: readonly DoorCode[];
  /** Stands across the list: a picture of it tells who made it, and when. */
  readonly watermark: { readonly by: string; readonly at: Date };
}

/** Every code on one keypad, in clear: for an owner who says why. The most dangerous list there is. */
export async function listCodesOfDoor(
  actor: Actor,
  { deviceId, reason }: DoorCodesInput,
  now = new Date(),
): Promise<Result<DoorCodes>> {
  assertMay(actor, "codes:list");
  const given = await requireStepUp(actor, now);
  if (!given.ok) return given;
  return transact(async (tx) => {
    const [door] = await tx
      .select({ name: devices.name, siteId: placements.siteId })
      .from(devices)
      .leftJoin(placements, eq(placements.deviceId, devices.id))
      .where(eq(devices.id, deviceId));
    if (!door || (door.siteId !== null && !seesSite(actor, door.siteId))) return refuse("not_found");
    if (door.siteId === null && actor.sites !== "all") return refuse("not_found");
    const rows = await tx
      .select({
        id: authorizations.nukiId,
        nameThere: authorizations.name,
        owner: staff.displayName,
        enabled: authorizations.enabled,
        code: authorizations.code,
      })
      .from(authorizations)
      .leftJoin(bindings, isBound)
      .leftJoin(staff, eq(staff.id, bindings.staffId))
      .where(and(eq(authorizations.deviceId, deviceId), isNotNull(authorizations.code)))
      .orderBy(asc(authorizations.name), asc(authorizations.nukiId));
    const detail = { name: door.name, reason, count: rows.length };
    await record(tx, actor, [{ type: "codes.listed", subjectId: deviceId, detail }], now);
    const secrets = getSecrets();
    return ok({
      rows: rows.flatMap(({ id, nameThere, owner, enabled, code }) =>
        code === null
          ? []
          : {
              id,
              name: owner ?? nameThere,
              isOurs: owner !== null,
              enabled,
              digits: secrets.unseal(code, `authorization_code:${id}`),
            },
      ),
      watermark: { by: actor.name || actor.email, at: now },
    });
  });
}
