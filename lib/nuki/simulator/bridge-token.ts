import { createHash } from "node:crypto";
import nacl from "tweetnacl";
import { type Bridge, bridgeNow } from "./bridge.ts";
import type { World } from "./world.ts";

export type TokenStyle = "plain" | "hashed" | "encrypted" | "none";

const validMs = 60_000;
const message = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z),(\d{1,5})$/;

const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest();

export function tokenStyle(query: URLSearchParams): TokenStyle {
  if (query.has("token")) return "plain";
  if (query.has("ctoken")) return "encrypted";
  return query.has("hash") ? "hashed" : "none";
}

/** The time that a caller vouches for, if it is near enough to the bridge's own. */
function isFresh(world: World, bridge: Bridge, timestamp: string, number: string): boolean {
  if (Number(number) > 0xffff) return false;
  return Math.abs(Date.parse(timestamp) - bridgeNow(world, bridge)) <= validMs;
}

function fromHex(text: string, length?: number): Uint8Array | null {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return null;
  const bytes = new Uint8Array(Buffer.from(text, "hex"));
  return length === undefined || bytes.length === length ? bytes : null;
}

/** The document's sample says `nounce`, its table `nonce`; the bridge takes both. */
function opens(world: World, bridge: Bridge, query: URLSearchParams): boolean {
  const nonce = fromHex(query.get("nonce") ?? query.get("nounce") ?? "", nacl.secretbox.nonceLength);
  const box = fromHex(query.get("ctoken") ?? "");
  if (!nonce || !box) return false;
  const opened = nacl.secretbox.open(box, nonce, new Uint8Array(sha256(bridge.token)));
  const parts = opened && message.exec(Buffer.from(opened).toString("utf8"));
  return parts !== null && isFresh(world, bridge, parts[1] ?? "", parts[2] ?? "");
}

/** Once each, or somebody who listened could say it again. */
function matchesHash(world: World, bridge: Bridge, query: URLSearchParams): boolean {
  const [ts, rnr, hash] = [query.get("ts") ?? "", query.get("rnr") ?? "", query.get("hash") ?? ""];
  if (!message.test(`${ts},${rnr}`) || !isFresh(world, bridge, ts, rnr)) return false;
  const expected = sha256(`${ts},${rnr},${bridge.token}`).toString("hex");
  if (hash.toLowerCase() !== expected || bridge.usedHashes.has(expected)) return false;
  bridge.usedHashes.add(expected);
  return true;
}

export function isAuthorized(world: World, bridge: Bridge, query: URLSearchParams): boolean {
  switch (tokenStyle(query)) {
    case "plain":
      return query.get("token") === bridge.token;
    case "encrypted":
      return opens(world, bridge, query);
    case "hashed":
      return matchesHash(world, bridge, query);
    case "none":
      return false;
  }
}
