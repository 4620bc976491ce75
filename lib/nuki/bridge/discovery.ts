import "server-only";
import { z } from "zod";
import { exchange, TransportFailure } from "@/lib/nuki/transport";
import { allowedAddress, type BridgeAddress } from "./address";

export interface FoundBridge {
  readonly bridgeId: number;
  readonly address: BridgeAddress;
}

const answerSchema = z.object({
  bridges: z
    .array(z.object({ bridgeId: z.number().int(), ip: z.string().max(64), port: z.number().int() }))
    .max(200),
});

/**
 * The bridges that Nuki saw from this server's own public address within a month; no token is sent. Null when Nuki does
 * not say. What publishes no address, or one outside of private networks, is left out.
 */
export async function discoverBridges(
  apiUrl: string,
  { loopback }: { loopback: boolean },
): Promise<FoundBridge[] | null> {
  const found = await ask(`${apiUrl.replace(/\/+$/, "")}/discover/bridges`);
  return (
    found?.bridges.flatMap(({ bridgeId, ip, port }) => {
      const address = allowedAddress({ host: ip, port }, { loopback });
      return address ? [{ bridgeId, address }] : [];
    }) ?? null
  );
}

async function ask(url: string): Promise<z.output<typeof answerSchema> | null> {
  const init = { method: "GET", headers: { accept: "application/json" } };
  try {
    const { status, text } = await exchange(fetch, url, init, 10_000);
    const parsed = answerSchema.safeParse(status === 200 ? JSON.parse(text) : null);
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof TransportFailure || error instanceof SyntaxError) return null;
    throw error;
  }
}
