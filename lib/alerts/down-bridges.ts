import type { Instant } from "@/lib/access/types";
import type { BridgeSight, DeviceSight, Snapshot } from "./snapshot-types";

/**
 * away: what hangs on it is gone, and it does not say that it is fine. silent: it does not answer, and nothing of it
 * reaches Nuki. unread: only we cannot read it, its openers work.
 */
export type DownWhy = "away" | "silent" | "unread";

export interface DownBridge {
  readonly bridge: BridgeSight;
  readonly why: DownWhy;
  readonly since: Instant | null;
  /** How many openers are away with it. */
  readonly openers: number;
}

/** Older than this, a reading says nothing about now. */
const readingOldMs = 10 * 60_000;
const openerType = 2;

/**
 * The bridges that have failed, as far as Nuki's word about their openers and their own answers tell. A single opener that
 * is away, of a bridge that nobody reads, may have failed by itself: that is told as the opener's outage.
 */
export function downBridges(snapshot: Snapshot): DownBridge[] {
  const devices = new Map(snapshot.devices.map((device) => [device.id, device]));
  return snapshot.bridges.flatMap((bridge): DownBridge[] => {
    const openers = bridge.deviceIds.flatMap((id) => {
      const device = devices.get(id);
      return device?.type === openerType && device.missingSince === null ? [device] : [];
    });
    return downOf(bridge, openers, snapshot) ?? [];
  });
}

function downOf(bridge: BridgeSight, openers: readonly DeviceSight[], { now, open }: Snapshot) {
  const away = openers.filter(({ serverState }) => serverState === 4);
  const reading = bridge.reading && now - bridge.reading.triedAt <= readingOldMs ? bridge.reading : null;
  const isSilent = reading?.problem === "no_answer" || reading?.problem === "refused";
  const isTold = open.some(({ kind, bridgeId }) => kind === "bridge_down" && bridgeId === bridge.id);
  const all = away.length === openers.length && openers.length > 0;
  if (all) {
    // A bridge that answers and has its line says: not me.
    const isFine = reading !== null && reading.problem === null && reading.serverConnected !== false;
    const isBlamed = openers.length > 1 || isSilent || reading?.serverConnected === false || isTold;
    if (isFine || !isBlamed) return null;
    const since = Math.max(...away.map((device) => device.offlineSince ?? device.seenAt));
    return [{ bridge, why: isSilent ? "silent" : "away", since, openers: away.length } as const];
  }
  if (!isSilent) return null;
  const why = openers.length === 0 ? "silent" : "unread";
  return [{ bridge, why, since: reading?.problemSince ?? null, openers: away.length } as const];
}
