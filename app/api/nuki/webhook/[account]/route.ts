import { getDb } from "@/lib/db/connection";
import { getSecrets } from "@/lib/db/secrets";
import { mostBytes, receiveWebhook } from "@/lib/webhooks/receive";

export const dynamic = "force-dynamic";

/** Where Nuki calls. An account that does not exist and a wrong signature get the same answer. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ account: string }> },
): Promise<Response> {
  const receivedAt = new Date();
  const rawBody = await readBody(request);
  if (rawBody === null) return new Response(null, { status: 413 });
  const { account } = await params;
  const signature = request.headers.get("x-nuki-signature-sha256");
  const delivery = { accountId: account, rawBody, signature, receivedAt };
  const isGenuine = await receiveWebhook(getDb(), getSecrets(), delivery);
  return new Response(null, { status: isGenuine ? 200 : 401 });
}

/** The bytes as they came, since the signature is over them; null when there are too many. */
async function readBody(request: Request): Promise<Buffer | null> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes) return null;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body ?? []) {
    bytes += part.byteLength;
    if (bytes > mostBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
