import type { DeviceId } from "@/lib/access/types";
import type { OperationKind } from "@/lib/db/schema";
import { deviceReachOf } from "@/lib/devices/facts";
import { isContinuous, isOpening, isRingToOpen, type OperableDevice, operationsOf } from "./what";

/** A door as the database has it: what was seen of it, and what its site allows. */
export interface OperableDoor extends OperableDevice {
  readonly id: DeviceId;
  readonly name: string;
  readonly siteName: string | null;
  readonly siteZone: string | null;
  readonly remoteOpening: boolean | null;
  readonly reasonRequired: boolean | null;
  readonly serverState: number;
  readonly adminPinState: number;
  readonly missingSince: Date | null;
  readonly doorState: number | null;
  readonly seenAt: Date;
}

export type OfferRefusal =
  | "device_without_site"
  | "not_possible_here"
  | "remote_opening_off"
  | "device_unreachable";

/** What a person can ask of a door now, and what they should know before they do. Plain data, for the browser. */
export interface DoorOffer {
  readonly deviceId: DeviceId;
  readonly name: string;
  readonly type: number;
  readonly siteName: string | null;
  readonly timeZone: string;
  readonly kinds: readonly OperationKind[];
  /** Why something that this door could do is not among `kinds`. */
  readonly refusal: OfferRefusal | null;
  /** Opening it takes a reason. */
  readonly reasonRequired: boolean;
  readonly state: number | null;
  readonly doorState: number | null;
  /** When that was read. */
  readonly seenAt: number;
  /** Everybody who rings is let in. */
  readonly continuous: boolean;
  /** The next ring opens, until then; null also where only that it is so is known. */
  readonly ringToOpen: { readonly until: number | null } | null;
}

/** Why this door is not asked to do this; null: it may be. The same answer hides a button and refuses the press. */
export function refusalOf(door: OperableDoor, kind: OperationKind, now: Date): OfferRefusal | null {
  // Without a site nobody has said what may be done from afar.
  if (door.siteName === null) return "device_without_site";
  if (!operationsOf(door, now).includes(kind)) return "not_possible_here";
  if (isOpening(kind) && door.remoteOpening !== true) return "remote_opening_off";
  const reach = deviceReachOf(door);
  // An admin PIN that is wrong only hinders settings and authorizations.
  return reach === "online" || reach === "pin_invalid" ? null : "device_unreachable";
}

/** The offer of a door, or null where it can do nothing that we know. */
export function offerOf(door: OperableDoor, now: Date): DoorOffer | null {
  const possible = operationsOf(door, now).map((kind) => ({ kind, refusal: refusalOf(door, kind, now) }));
  if (possible.length === 0) return null;
  return {
    deviceId: door.id,
    name: door.name,
    type: door.type,
    siteName: door.siteName,
    timeZone: door.siteZone ?? "UTC",
    kinds: possible.flatMap(({ kind, refusal }) => (refusal === null ? [kind] : [])),
    refusal: possible.find(({ refusal }) => refusal !== null)?.refusal ?? null,
    reasonRequired: door.reasonRequired === true,
    state: door.state,
    doorState: door.doorState,
    seenAt: door.seenAt.getTime(),
    continuous: isContinuous(door),
    ringToOpen: isRingToOpen(door, now) ? { until: door.ringToOpenUntil?.getTime() ?? null } : null,
  };
}
