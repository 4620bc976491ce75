import "server-only";
import { type IncomingMessage, request } from "node:http";
import { isIPv6 } from "node:net";
import type { BridgeAddress } from "./address";

const maxBodyBytes = 256 * 1024;

export type BridgeAnswer =
  | { readonly kind: "answer"; readonly status: number; readonly body: string }
  | { readonly kind: "refused" | "timeout" | "broken" | "too_large" };

/**
 * One GET, on a connection of its own. What goes wrong comes back as a value without the address in it: in plain mode
 * the address holds the token, and an error with it would end up in the log. Redirects are answers like any other.
 */
export function get(
  { host, port }: BridgeAddress,
  path: string,
  query: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<BridgeAnswer> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const failed = (error: NodeJS.ErrnoException) => {
      if (signal.aborted) resolve({ kind: "timeout" });
      else resolve({ kind: error.code === "ECONNREFUSED" ? "refused" : "broken" });
    };
    const sent = request(
      {
        host,
        port,
        family: isIPv6(host) ? 6 : 4,
        path: `${path}?${new URLSearchParams(query)}`,
        headers: { accept: "application/json" },
        agent: false,
        signal,
        // Only literal addresses come here; should a name ever get this far, it must not be looked up.
        lookup: (_name, _options, done) => done(new Error("names are not looked up"), "", 4),
      },
      (response) => void bodyOf(response).then(resolve, failed),
    );
    sent.on("error", failed);
    sent.end();
  });
}

async function bodyOf(response: IncomingMessage): Promise<BridgeAnswer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBodyBytes) {
      response.destroy();
      return { kind: "too_large" };
    }
    parts.push(part);
  }
  return { kind: "answer", status: response.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") };
}
