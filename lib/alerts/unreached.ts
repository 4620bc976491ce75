import type { DeviceId } from "@/lib/access/types";
import type { Verdict } from "@/lib/bridges/diagnosis";
import { diagnoseOpener, type Surroundings } from "@/lib/bridges/surroundings";
import { type BatterySort, sortOf } from "./batteries";

/** A device that is away by itself: empty batteries are one reason, and it cannot tell that any more. */
export interface UnreachedRow {
  readonly deviceId: DeviceId;
  readonly door: string;
  readonly type: number;
  readonly sort: BatterySort;
  readonly since: Date;
}

const offline = 4;
const ownParts = new Set<Verdict["part"]>(["opener_battery", "opener_radio", "unclear"]);
/** What a bridge says within minutes of a start, or of a device that it hears well. */
const passing = new Set(["restarted", "returning"]);

/**
 * A device for which a round takes batteries along although nothing says that they are low. Where its bridge, the internet
 * of its site or Nuki keeps it away, batteries change nothing. What tells that of openers tells it of locks too: it goes by
 * what became of the devices beside them.
 */
export function unreachedOf(
  device: {
    readonly id: DeviceId;
    readonly name: string;
    readonly type: number;
    readonly serverState: number;
    readonly offlineSince: Date | null;
    readonly seenAt: Date;
  },
  around: Surroundings,
  now: Date,
): UnreachedRow | null {
  const { id, name, type, serverState, offlineSince, seenAt } = device;
  const surrounding = around.devices.find((each) => each.id === id);
  if (serverState !== offline || !surrounding) return null;
  const { part, params } = diagnoseOpener(surrounding, around, now);
  if (!ownParts.has(part) || passing.has(params.why)) return null;
  return { deviceId: id, door: name, type, sort: sortOf(type), since: offlineSince ?? seenAt };
}
