import "server-only";
import type { SettingPart } from "@/lib/db/schema";
import type { Guard } from "@/lib/nuki/http";
import type { NukiDevice } from "@/lib/nuki/translate";
import type { SyncContext } from "@/lib/sync/context";
import { nextLook } from "./decide";
import { wholeOf } from "./settings";
import { advance, type OpenChange } from "./store";

interface Write {
  readonly part: SettingPart;
  readonly changes: readonly OpenChange[];
  /** The device as it was read a moment ago, never as it is stored. */
  readonly fresh: NukiDevice;
  readonly readAt: number;
}

/** What was read longer ago than this may be outdated by now: it is read again instead of written. */
const freshForMs = 30_000;

class NotToBeSent extends Error {}

/**
 * Writes one object of a device whole, with all that is wanted in it. `sending` is committed before the request leaves, so
 * that after a crash the device is read and not written blindly.
 */
export async function writeSettings(
  context: SyncContext,
  nukiId: number,
  { part, changes, fresh, readAt }: Write,
): Promise<"accepted" | "stale"> {
  const whole = { ...wholeOf(fresh, part), ...Object.fromEntries(changes.map((c) => [c.member, c.after])) };
  let marked = false;
  const guard: Guard = async () => {
    const now = context.now();
    if (now - readAt > freshForMs) throw new NotToBeSent();
    if (marked) return;
    const moved = await advance(changes, ["planned", "syncing"], (change) => ({
      ...{ state: "sending", reason: null, message: null, sentAt: new Date(now) },
      ...{ attempts: change.attempts + 1, nextTryAt: new Date(nextLook(now, now)) },
    }));
    // Somebody withdrew one of them, or another process is at it.
    if (moved < changes.length) throw new NotToBeSent();
    marked = true;
  };
  try {
    await send(context, nukiId, part, whole, guard);
  } catch (error) {
    if (error instanceof NotToBeSent) return "stale";
    throw error;
  }
  await advance(changes, ["sending"], { state: "accepted" });
  return "accepted";
}

function send(
  { nuki: { configurator } }: SyncContext,
  nukiId: number,
  part: SettingPart,
  whole: Readonly<Record<string, unknown>>,
  guard: Guard,
): Promise<void> {
  switch (part) {
    case "label":
      return configurator.rename(nukiId, String(whole.name), guard);
    case "config":
      return configurator.writeConfig(nukiId, whole, guard);
    case "advanced":
      return configurator.writeAdvanced(nukiId, whole, guard);
    case "opener":
      return configurator.writeOpener(nukiId, whole, guard);
    case "smartdoor":
      return configurator.writeSmartdoor(nukiId, whole, guard);
  }
}
