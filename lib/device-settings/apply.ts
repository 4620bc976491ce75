import "server-only";
import { inArray } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import { getDb } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { log } from "@/lib/log";
import { NukiError } from "@/lib/nuki/errors";
import type { NukiDevice } from "@/lib/nuki/translate";
import type { Connector } from "@/lib/sync/connector";
import type { SyncContext } from "@/lib/sync/context";
import { afterWrite, awayMs, compare, syncTakesMs } from "./decide";
import { readValue } from "./settings";
import { advance, close, handOver, type OpenChange, type OpenDevice, readDueDevices } from "./store";
import { endOfWrite, waitOf } from "./trouble";
import { writeSettings } from "./write";

const devicesAtOnce = 50;

/**
 * Makes the chore that brings settings to their devices. Of each device: ask it to sync, so that a change made in the app is
 * known; read it; write the whole object as just read with what is wanted; read back until it shows. All that is needed
 * is in the rows: a process that dies in between goes on where it was, reading before it writes.
 */
export function createSettingsRunner(
  connect: Connector,
  now: () => Instant = Date.now,
): () => Promise<boolean> {
  return async () => {
    const due = await readDueDevices(new Date(now()), devicesAtOnce);
    if (due.length === 0) return false;
    const ids = [...new Set(due.map((device) => device.accountId))];
    const found = await getDb().select().from(accounts).where(inArray(accounts.id, ids));
    const contexts = new Map(found.map((account) => [account.id, connect(account)]));
    await Promise.all(
      due.map(async (device) => {
        const context = contexts.get(device.accountId);
        if (context) await step(context, device, now());
      }),
    );
    return false;
  };
}

async function step(context: SyncContext, device: OpenDevice, now: Instant): Promise<void> {
  const isDue = ({ nextTryAt }: OpenChange) => nextTryAt === null || nextTryAt.getTime() <= now;
  const inState = (...states: OpenChange["state"][]) =>
    device.changes.filter(({ state }) => states.includes(state));
  try {
    const written = inState("sending", "accepted");
    // One write of a device at a time: a second whole object, read before the first arrived, would undo it.
    if (written.length > 0) return await lookBack(context, device, written.filter(isDue));
    const synced = inState("syncing");
    if (synced.length > 0) return await write(context, device, synced.filter(isDue));
    await begin(context, device, inState("planned").filter(isDue));
  } catch (error) {
    // A reading failed; nothing is different from before.
    if (!(error instanceof NukiError)) log.error({ err: error }, "a setting stumbled");
    const reason = error instanceof NukiError ? waitOf(error).reason : "unreachable";
    const nextTryAt = new Date(context.now() + awayMs);
    await advance(device.changes.filter(isDue), ["planned", "syncing", "sending", "accepted"], {
      ...{ reason, nextTryAt },
    });
  }
}

/** Asks the device to tell Nuki what it has, unless it cannot be reached. */
async function begin(
  context: SyncContext,
  device: OpenDevice,
  planned: readonly OpenChange[],
): Promise<void> {
  const isLabel = (change: OpenChange) => change.part === "label";
  // The label is Nuki Web's own: no device is involved.
  const labels = planned.filter(isLabel);
  if (labels.length > 0) return write(context, device, labels);
  const now = context.now();
  const away = awayOf(device);
  if (away) return void (await backTo(planned, away, now + awayMs));
  if (planned.length === 0) return;
  try {
    await context.nuki.writer.requestSync(device.nukiId);
  } catch (error) {
    // Asked for or not, a sync harms nothing; without an answer it counts as asked.
    if (!(error instanceof NukiError)) throw error;
    if (error.outcome !== "unknown") return endAfter(context, planned, error);
  }
  const syncedAt = context.now();
  await advance(planned, ["planned"], {
    ...{ state: "syncing", reason: null, message: null, syncedAt: new Date(syncedAt) },
    nextTryAt: new Date(syncedAt + syncTakesMs),
  });
}

/** Reads the device and writes what is as the person saw it. */
async function write(context: SyncContext, device: OpenDevice, wanted: readonly OpenChange[]): Promise<void> {
  if (wanted.length === 0) return;
  const readAt = context.now();
  const fresh = await context.nuki.reader.getDevice(device.nukiId);
  const now = new Date(context.now());
  const away = fresh.reach === "online" ? null : fresh.reach;
  if (away && wanted.some(({ part }) => part !== "label")) {
    return void (await backTo(wanted, away, now.getTime() + awayMs));
  }
  const ready: OpenChange[] = [];
  for (const change of wanted) {
    const seen = compare(change, readValue(fresh, change.part, change.member));
    if (seen === "fulfilled") await close(change, { state: "confirmed" }, now);
    else if (seen === "as_seen") ready.push(change);
    else await handOver(change, seen, now);
  }
  for (const [part, changes] of Map.groupBy(ready, (change) => change.part)) {
    try {
      const outcome = await writeSettings(context, device.nukiId, { part, changes, fresh, readAt });
      if (outcome === "stale") await backTo(changes, null, context.now());
    } catch (error) {
      if (!(error instanceof NukiError)) throw error;
      await endAfter(context, changes, error);
    }
  }
}

/** Reads back what was written, or what may have been written when no answer came. */
async function lookBack(
  context: SyncContext,
  device: OpenDevice,
  written: readonly OpenChange[],
): Promise<void> {
  if (written.length === 0) return;
  const fresh = await context.nuki.reader.getDevice(device.nukiId);
  for (const change of written) await settle(change, fresh, context.now());
}

async function settle(change: OpenChange, fresh: NukiDevice, now: Instant): Promise<void> {
  const found = readValue(fresh, change.part, change.member);
  const sentAt = change.sentAt?.getTime() ?? now;
  const next = afterWrite({ ...change, sentAt }, found, now);
  if (next.do === "confirm") return close(change, { state: "confirmed" }, new Date(now));
  // What was on its way to a device that went away may be lost; when it is back it is asked first.
  if (change.part !== "label" && fresh.reach !== "online")
    return void (await backTo([change], fresh.reach, now + awayMs));
  if (next.do === "fail") return close(change, { state: "failed", reason: "not_shown" }, new Date(now));
  if (next.do === "begin_again") return void (await backTo([change], "not_shown", now, true));
  await advance([change], ["sending", "accepted"], { nextTryAt: new Date(next.at) });
}

/** To the start: sync, read, compare. What was not tried for sure does not count as a try. */
function backTo(
  changes: readonly OpenChange[],
  reason: string | null,
  nextTryAt: Instant,
  counts = false,
): Promise<number> {
  return advance(changes, ["planned", "syncing", "sending", "accepted"], (change) => ({
    ...{ state: "planned", reason, message: null, nextTryAt: new Date(nextTryAt), syncedAt: null },
    attempts: counts || change.sentAt === null ? change.attempts : Math.max(0, change.attempts - 1),
    sentAt: null,
  }));
}

/** A request of ours failed: wait and begin again, look whether it worked all the same, or give up. */
async function endAfter(
  context: SyncContext,
  changes: readonly OpenChange[],
  error: NukiError,
): Promise<void> {
  const now = context.now();
  const end = endOfWrite(error);
  if (end.do === "wait") return void (await backTo(changes, end.reason, now + end.ms));
  if (end.do === "look") {
    const nextTryAt = new Date(now + 3_000);
    return void (await advance(changes, ["sending"], {
      reason: "no_answer",
      message: error.text,
      nextTryAt,
    }));
  }
  const closedAt = new Date(now);
  for (const change of changes)
    await close(change, { state: "failed", reason: end.reason, message: error.text }, closedAt);
}

function awayOf({ missingSince, serverState, adminPinState }: OpenDevice): string | null {
  if (missingSince !== null) return "missing";
  if (serverState === 4) return "offline";
  if (serverState !== 0) return "reconnect";
  return adminPinState === 0 ? null : "pin_invalid";
}
