import "server-only";
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { and, eq, exists, gt, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import { type Db, getDb } from "@/lib/db/connection";
import { accounts, bridgeDevices, bridgeReadings, bridges, devices } from "@/lib/db/schema";
import { getSecrets, type Secrets } from "@/lib/db/secrets";
import type { BridgeId } from "@/lib/db/tables/doors";
import { allowedAddress, isLocalApi } from "@/lib/nuki/bridge/address";
import { type BridgeRead, readBridge } from "@/lib/nuki/bridge/reader";
import type { RandomBytes } from "@/lib/nuki/bridge/token";
import { createTurns, type Turns } from "@/lib/nuki/bridge/turns";
import { noteRead } from "./note-read";

/** What bridges are read with; time and chance are handed in, so that tests own them. */
export interface BridgeTools {
  readonly db: Db;
  readonly secrets: Secrets;
  readonly now: () => Instant;
  readonly randomBytes: RandomBytes;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly turns: Turns;
  readonly timeoutMs?: number;
}

const everyMs = 60_000;
/** How many bridges are read side by side. */
const atOnce = 8;

// Next loads a module once per bundle; a bridge must be asked one thing at a time by all of them.
const held = globalThis as typeof globalThis & { posternBridgeTurns?: Turns };

export function bridgeTools(): BridgeTools {
  held.posternBridgeTurns ??= createTurns({ gapMs: 600, now: Date.now, sleep: delay });
  const turns = held.posternBridgeTurns;
  return { db: getDb(), secrets: getSecrets(), now: Date.now, randomBytes, sleep: delay, turns };
}

/** Reads every bridge whose turn it is: once a minute, and soon after a device of it came or went. */
export async function readDueBridges(tools: BridgeTools): Promise<void> {
  const due = await dueBridges(tools);
  const failures: unknown[] = [];
  const next = async () => {
    for (let id = due.shift(); id; id = due.shift()) {
      await readNow(tools, id).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, next));
  if (failures.length > 0) throw new AggregateError(failures, "some bridges could not be read");
}

/** Is there a bridge whose turn it is? */
export async function hasDueBridge(tools: Pick<BridgeTools, "db" | "now">): Promise<boolean> {
  return (await dueBridges(tools)).length > 0;
}

async function dueBridges({ db, now }: Pick<BridgeTools, "db" | "now">): Promise<BridgeId[]> {
  const before = new Date(now() - everyMs);
  const rows = await db
    .select({ id: bridges.id })
    .from(bridges)
    .leftJoin(bridgeReadings, eq(bridgeReadings.bridgeId, bridges.id))
    .where(
      and(
        isNotNull(bridges.host),
        isNotNull(bridges.token),
        or(
          isNull(bridgeReadings.triedAt),
          lte(bridgeReadings.triedAt, before),
          exists(
            db
              .select({ one: sql`1` })
              .from(bridgeDevices)
              .innerJoin(devices, eq(devices.id, bridgeDevices.deviceId))
              .where(
                and(
                  eq(bridgeDevices.bridgeId, bridges.id),
                  or(
                    gt(devices.offlineSince, bridgeReadings.triedAt),
                    gt(devices.reachableSince, bridgeReadings.triedAt),
                  ),
                ),
              ),
          ),
        ),
      ),
    );
  return rows.map((row) => row.id);
}

/** Asks one bridge and writes down what came out; null when it has no address, or was changed meanwhile. */
export async function readNow(tools: BridgeTools, bridgeId: BridgeId): Promise<BridgeRead | null> {
  const { db, secrets } = tools;
  const [row] = await db
    .select({ bridge: bridges, apiUrl: accounts.apiUrl })
    .from(bridges)
    .innerJoin(accounts, eq(accounts.id, bridges.accountId))
    .where(eq(bridges.id, bridgeId));
  if (!row) return null;
  const { host, port, token, tokenMode, updatedAt } = row.bridge;
  if (host === null || port === null || token === null) return null;
  // Asked again here: what was allowed when it was typed need not be for the account's address of today.
  const address = allowedAddress({ host, port }, { loopback: isLocalApi(row.apiUrl) });
  const triedAt = new Date(tools.now());
  const read: BridgeRead =
    address === null
      ? { ok: false, problem: "no_answer" }
      : await readBridge({
          ...tools,
          address,
          token: secrets.unseal(token, `bridge_token:${bridgeId}`),
          tokenMode,
        });
  const noted = await db.transaction((tx) => noteRead(tx, { bridgeId, updatedAt }, read, triedAt));
  return noted ? read : null;
}
