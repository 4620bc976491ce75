import { getDb } from "@/lib/db/connection";
import { getSecrets } from "@/lib/db/secrets";
import { isSignature } from "@/lib/nuki/webhooks";
import { mostBytes, receiveWebhook } from "@/lib/webhooks/receive";

export const dynamic = "force-dynamic";

/** Where Nuki calls. An account that does not exist and a wrong signature get the same answer. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ account: string }> },
): Promise<Response> {
  const receivedAt = new Date();
  const signature = request.headers.get("x-nuki-signature-sha256");
  if (!isSignature(signature)) return new Response(null, { status: 401 });
  const rawBody = await readBody(request);
  if (rawBody === "too_long") return new Response(null, { status: 413 });
  if (rawBody === "broken_off") return new Response(null, { status: 400 });
  const { account } = await params;
  const delivery = { accountId: account, rawBody, signature, receivedAt };
  const isGenuine = await receiveWebhook(getDb(), getSecrets(), delivery);
  return new Response(null, { status: isGenuine ? 200 : 401 });
}

/** The bytes as they came, since the signature is over them. */
async function readBody(request: Request): Promise<Buffer | "too_long" | "broken_off"> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return "too_long";
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of request.body ?? []) {
      bytes += part.byteLength;
      if (bytes > mostBytes) return "too_long";
      parts.push(part);
    }
  } catch {
    // Whoever sent it has gone: there is nobody to be told, and nothing to be done about it.
    return "broken_off";
  }
  return Buffer.concat(parts);
}
