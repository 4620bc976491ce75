import "server-only";
import { and, desc, eq, inArray, type SQL } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  admins,
  devices,
  type OperationKind,
  type OperationState,
  operations,
  placements,
} from "@/lib/db/schema";
import { readDoors } from "./doors";
import { type DoorOffer, offerOf } from "./offer";

/** One press, as it stands. Plain data, for the browser. */
export interface OperationRow {
  readonly id: string;
  readonly kind: OperationKind;
  readonly state: OperationState;
  /** Why it is refused or unknown: an error code of ours, or Nuki's completion as `log_<n>`. */
  readonly outcome: string | null;
  /** Nuki's words, where it had any. */
  readonly message: string | null;
  readonly reason: string | null;
  readonly by: string;
  readonly requestedAt: number;
  /** Nothing more will be found out about it. */
  readonly settled: boolean;
}

/** What the actor can ask of these doors; doors that can do nothing we know, or are not the actor's, are not in it. */
export async function listOffers(
  actor: Actor,
  deviceIds: readonly DeviceId[],
  now = new Date(),
): Promise<Map<DeviceId, DoorOffer>> {
  if (!may(actor, "door:operate") || deviceIds.length === 0) return new Map();
  const doors = await readDoors(getDb(), and(inArray(devices.id, [...deviceIds]), ofActor(actor)));
  const offers = doors.map((door) => offerOf(door, now)).filter((offer) => offer !== null);
  return new Map(offers.map((offer) => [offer.deviceId, offer]));
}

/** What the actor can ask of one door, or null. */
export async function findOffer(
  actor: Actor,
  deviceId: DeviceId,
  now = new Date(),
): Promise<DoorOffer | null> {
  return (await listOffers(actor, [deviceId], now)).get(deviceId) ?? null;
}

/** The last presses at a door of the actor's, newest first. */
export async function listOperations(actor: Actor, deviceId: DeviceId, limit = 5): Promise<OperationRow[]> {
  assertMay(actor, "devices:read");
  return readOperations(and(eq(operations.deviceId, deviceId), ofActor(actor)), limit);
}

/** How a press of this actor stands, or null where it never arrived. */
export async function findPress(actor: Actor, pressId: string): Promise<OperationRow | null> {
  assertMay(actor, "door:operate");
  if (actor.adminId === null) return null;
  const own = and(eq(operations.pressId, pressId), eq(operations.adminId, actor.adminId));
  return (await readOperations(own, 1))[0] ?? null;
}

function ofActor(actor: Actor): SQL | undefined {
  return actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]);
}

async function readOperations(condition: SQL | undefined, limit: number): Promise<OperationRow[]> {
  const rows = await getDb()
    .select({
      id: operations.id,
      kind: operations.kind,
      state: operations.state,
      outcome: operations.outcome,
      message: operations.message,
      reason: operations.reason,
      by: admins.name,
      requestedAt: operations.requestedAt,
      settledAt: operations.settledAt,
    })
    .from(operations)
    .innerJoin(admins, eq(admins.id, operations.adminId))
    .leftJoin(placements, eq(placements.deviceId, operations.deviceId))
    .where(condition)
    .orderBy(desc(operations.requestedAt), desc(operations.id))
    .limit(limit);
  return rows.map(({ requestedAt, settledAt, ...row }) => ({
    ...row,
    requestedAt: requestedAt.getTime(),
    settled: settledAt !== null,
  }));
}
