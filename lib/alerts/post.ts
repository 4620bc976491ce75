import "server-only";
import { createHmac } from "node:crypto";
import { type LookupAddress, lookup } from "node:dns";
import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { type Problem, problem } from "./problem";
import { isPublicAddress, webhookTarget } from "./target";

const timeoutMs = 10_000;

export interface Post {
  readonly target: string;
  readonly secret: string;
  /** The same each time the same message is sent: who gets it twice can tell. */
  readonly deliveryId: string;
  readonly body: string;
  readonly at: Date;
}

/**
 * One signed POST. Null: the other side took it, with a 2xx. Redirects are not followed: they could lead where the address
 * itself may not.
 */
export async function postWebhook(
  { target, secret, deliveryId, body, at }: Post,
  { loopback }: { loopback: boolean },
): Promise<Problem | null> {
  const url = webhookTarget(target, { loopback });
  if (url === null) return problem("address");
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const request = url.protocol === "https:" ? requestSecure : requestPlain;
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const failed = (error: NodeJS.ErrnoException) => {
      if (signal.aborted) resolve(problem("timeout"));
      else if (error instanceof ForbiddenAddress) resolve(problem("address"));
      else if (error.code === "ECONNREFUSED") resolve(problem("refused"));
      else resolve(problem("broken", error.code ?? error.message));
    };
    const sent = request(
      url,
      {
        method: "POST",
        agent: false,
        signal,
        lookup: isThisMachine(url) ? undefined : lookupPublic,
        headers: {
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(body),
          "User-Agent": "Postern",
          "Postern-Delivery": deliveryId,
          "Postern-Timestamp": timestamp,
          "Postern-Signature": signatureOf(secret, timestamp, body),
        },
      },
      (response) => {
        const { statusCode = 0 } = response;
        // What it says is of no use, and could be endless.
        response.destroy();
        if (statusCode >= 200 && statusCode < 300) resolve(null);
        else if (statusCode >= 300 && statusCode < 400) resolve(problem("redirect"));
        else resolve(problem("status", String(statusCode)));
      },
    );
    sent.on("error", failed);
    sent.end(body);
  });
}

/** What a receiver computes again over `<timestamp>.<body>`. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}

class ForbiddenAddress extends Error {}

/** The very address that was checked is the one that is called: a name cannot change its mind in between. */
const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, "", 4);
    const addresses = (found as LookupAddress[]).filter(({ address }) => isPublicAddress(address));
    const [first] = addresses;
    if (!first) return done(new ForbiddenAddress(), "", 4);
    if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

/** Addresses are not looked up at all; only this machine has a name that may lead to it. */
function isThisMachine({ hostname }: URL): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, "")) !== 0 || hostname.endsWith("localhost");
}
