import { createHash } from "node:crypto";
import { xsalsa20poly1305 } from "@noble/ciphers/salsa.js";
import type { Instant } from "@/lib/access/types";

/** hashed tokens are left out: the bridge's makers call them outdated. */
export type TokenMode = "encrypted" | "plain";

export type RandomBytes = (count: number) => Uint8Array;

const nonceLength = 24;

/**
 * What proves to a bridge that the caller knows its token. Encrypted, the token itself is not on the wire: it is the key
 * of a message with the time and a random number, good for a minute by the bridge's clock.
 */
export function tokenQuery(
  token: string,
  mode: TokenMode,
  { now, randomBytes }: { now: Instant; randomBytes: RandomBytes },
): Record<string, string> {
  if (mode === "plain") return { token };
  const [high = 0, low = 0] = randomBytes(2);
  const message = `${new Date(now).toISOString().replace(/\.\d{3}Z$/, "Z")},${high * 256 + low}`;
  const key = createHash("sha256").update(token, "utf8").digest();
  const nonce = Uint8Array.from(randomBytes(nonceLength));
  const box = xsalsa20poly1305(Uint8Array.from(key), nonce).encrypt(new TextEncoder().encode(message));
  // The official sample spells it `nounce`, the table of parameters `nonce`; bridges take the latter.
  return { ctoken: hex(box), nonce: hex(nonce) };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
