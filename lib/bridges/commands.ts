import "server-only";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { AccountId, SiteId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import { getDb, isUniqueViolation, type Tx } from "@/lib/db/connection";
import { accounts, bridgeReadings, bridges, sites } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { BridgeId } from "@/lib/db/tables/doors";
import { publish } from "@/lib/live/publish";
import { allowedAddress, isLocalApi } from "@/lib/nuki/bridge/address";
import { discoverBridges, type FoundBridge } from "@/lib/nuki/bridge/discovery";
import type { BridgeProblem } from "@/lib/nuki/bridge/reader";
import { ok, type Result, refuse } from "@/lib/result";
import { bridgeTools, readNow } from "./read";
import { type BridgeInput, needsToken } from "./schema";

type BridgeRow = typeof bridges.$inferSelect;

export interface BridgeUpdate {
  readonly bridgeId: BridgeId;
  /** What the form was filled with: nobody overwrites what they have not seen. */
  readonly version: string;
  readonly bridge: BridgeInput;
}

/** Enters a bridge by hand, for one that no authorization tells of, or before any device is there. */
export async function createBridge(
  actor: Actor,
  { accountId, bridge: input }: { accountId: AccountId; bridge: BridgeInput },
  now = new Date(),
): Promise<Result<{ bridgeId: BridgeId }>> {
  assertMay(actor, "bridges:write");
  return transactResult(async (tx) => {
    const checked = await check(tx, actor, accountId, input, null);
    if (!checked.ok) return checked;
    const id = randomUUID() as BridgeId;
    const values = { ...checked.value, ...sealedToken(id, input), accountId, createdAt: now };
    // Not the moment of its creation: who entered it by hand has touched it.
    const row = { id, ...values, updatedAt: new Date(now.getTime() + 1) };
    const written = await namingDuplicates(() => tx.insert(bridges).values(row));
    if (!written.ok) return written;
    const detail = { after: { ...checked.value, hasToken: input.token !== "" } };
    await record(tx, actor, [{ type: "bridge.created", subjectId: id, detail }], now);
    await publish(tx, [{ topic: "bridges" }]);
    return ok({ bridgeId: id });
  });
}

/** Changes name, site, address or token of a bridge. What was read at another address is forgotten. */
export async function updateBridge(
  actor: Actor,
  { bridgeId, version, bridge: input }: BridgeUpdate,
  now = new Date(),
): Promise<Result<{ bridgeId: BridgeId }>> {
  assertMay(actor, "bridges:write");
  return transactResult(async (tx) => {
    const [before] = await tx.select().from(bridges).where(eq(bridges.id, bridgeId)).for("update");
    if (!before) return refuse("not_found");
    if (!looksAfter(actor, before.siteId)) return refuse("forbidden");
    if (versionOf(before) !== version) return refuse("plan_changed");
    const checked = await check(tx, actor, before.accountId, input, before);
    if (!checked.ok) return checked;
    const after = checked.value;
    // Without an address there is nothing that a token would be for.
    const token = after.host === null ? { token: null } : sealedToken(bridgeId, input);
    const updatedAt = new Date(Math.max(now.getTime(), before.updatedAt.getTime() + 1));
    const written = await namingDuplicates(() =>
      tx
        .update(bridges)
        .set({ ...after, ...token, updatedAt })
        .where(eq(bridges.id, bridgeId)),
    );
    if (!written.ok) return written;
    if (before.host !== after.host || before.port !== after.port) {
      await tx.delete(bridgeReadings).where(eq(bridgeReadings.bridgeId, bridgeId));
    }
    const detail = difference(before, after, input.token !== "");
    if (detail) await record(tx, actor, [{ type: "bridge.updated", subjectId: bridgeId, detail }], now);
    await publish(tx, [{ topic: "bridges" }]);
    return ok({ bridgeId });
  });
}

/** Forgets a bridge with its address and token. Where devices still name it, it is found again without them. */
export async function removeBridge(
  actor: Actor,
  { bridgeId }: { bridgeId: BridgeId },
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "bridges:write");
  return transactResult(async (tx) => {
    const [before] = await tx.select().from(bridges).where(eq(bridges.id, bridgeId)).for("update");
    if (!before) return refuse("already_removed");
    if (!looksAfter(actor, before.siteId)) return refuse("forbidden");
    await tx.delete(bridges).where(eq(bridges.id, bridgeId));
    const detail = { before: factsOf(before) };
    await record(tx, actor, [{ type: "bridge.removed", subjectId: bridgeId, detail }], now);
    await publish(tx, [{ topic: "bridges" }]);
    return ok(null);
  });
}

/** Reads a bridge now. What went wrong at the bridge is an answer, not a refusal: the reading holds it too. */
export async function testBridge(
  actor: Actor,
  { bridgeId }: { bridgeId: BridgeId },
  tools = bridgeTools(),
): Promise<Result<{ problem: BridgeProblem | null }>> {
  assertMay(actor, "bridges:write");
  const [bridge] = await getDb().select().from(bridges).where(eq(bridges.id, bridgeId));
  if (!bridge) return refuse("not_found");
  if (!looksAfter(actor, bridge.siteId)) return refuse("forbidden");
  if (bridge.host === null || bridge.token === null) return refuse("bridge_unreachable");
  const read = await readNow(tools, bridgeId);
  if (read === null) return refuse("plan_changed");
  return ok({ problem: read.ok ? null : read.problem });
}

/** Asks Nuki, on somebody's wish, which bridges share this server's public address: suggestions for the form. */
export async function findBridgesNearby(
  actor: Actor,
  { accountId }: { accountId: AccountId },
): Promise<Result<{ found: FoundBridge[] }>> {
  assertMay(actor, "bridges:write");
  const [account] = await getDb().select().from(accounts).where(eq(accounts.id, accountId));
  if (!account) return refuse("not_found");
  const found = await discoverBridges(account.apiUrl, { loopback: isLocalApi(account.apiUrl) });
  return found === null ? refuse("nuki_unreachable") : ok({ found });
}

/** A bridge's content as of its last edit: an edit is only good for what its author saw. */
export function versionOf({ updatedAt }: { updatedAt: Date }): string {
  return updatedAt.toISOString();
}

/** A bridge without a site belongs to those who look after all of them. */
export function looksAfter(actor: Actor, siteId: SiteId | null): boolean {
  return siteId === null ? actor.sites === "all" : seesSite(actor, siteId);
}

type Facts = Pick<BridgeRow, "name" | "siteId" | "host" | "port" | "tokenMode">;

/** The form's text as facts, if this actor may say so and the address is one that may be called. */
async function check(
  tx: Tx,
  actor: Actor,
  accountId: AccountId,
  input: BridgeInput,
  stored: BridgeRow | null,
): Promise<Result<Facts>> {
  const siteId = input.siteId || null;
  if (!looksAfter(actor, siteId)) return refuse("forbidden", { field: "siteId" });
  if (siteId !== null) {
    const [site] = await tx.select({ id: sites.id }).from(sites).where(eq(sites.id, siteId));
    if (!site) return refuse("not_found", { field: "siteId" });
  }
  const [account] = await tx.select().from(accounts).where(eq(accounts.id, accountId));
  if (!account) return refuse("not_found");
  const { name, tokenMode } = input;
  if (input.host === "") return ok({ name, siteId, host: null, port: null, tokenMode });
  const address = allowedAddress(input, { loopback: isLocalApi(account.apiUrl) });
  if (address === null) return refuse("private_address_needed", { field: "host" });
  const access = stored && { ...stored, hasToken: stored.token !== null };
  if (input.token === "" && needsToken(access, { ...input, ...address })) {
    return refuse("invalid_input", { field: "token" });
  }
  return ok({ name, siteId, ...address, tokenMode });
}

function sealedToken(bridgeId: BridgeId, { host, token }: BridgeInput): Partial<BridgeRow> {
  if (host === "" || token === "") return {};
  return { token: getSecrets().seal(token, `bridge_token:${bridgeId}`) };
}

function factsOf({ name, siteId, host, port, tokenMode }: Facts): Facts {
  return { name, siteId, host, port, tokenMode };
}

function difference(before: BridgeRow, after: Facts, newToken: boolean): Record<string, unknown> | null {
  const old = factsOf(before);
  const keys = (Object.keys(after) as (keyof Facts)[]).filter((key) => old[key] !== after[key]);
  if (keys.length === 0 && !newToken) return null;
  const pick = (facts: Facts) => Object.fromEntries(keys.map((key) => [key, facts[key]]));
  return {
    name: after.name,
    before: pick(old),
    after: pick(after),
    ...(newToken ? { changed: ["token"] } : {}),
  };
}

async function namingDuplicates(write: () => Promise<unknown>): Promise<Result<null>> {
  try {
    await write();
    return ok(null);
  } catch (error) {
    if (isUniqueViolation(error, "bridges_account_name")) return refuse("duplicate_name", { field: "name" });
    throw error;
  }
}
