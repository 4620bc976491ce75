import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { webhooks } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { TestDatabase } from "@/lib/db/testing";
import type { SyncContext } from "@/lib/sync/context";
import { webhookUrlOf } from "./address";
import { receiveWebhook } from "./receive";
import { secretOf } from "./registration";

export const centralKey = "the client secret";

/** Posts as Nuki does: `body` as it is, signed with `key` unless a signature is given. */
export function caller({ db }: TestDatabase, accountId: string) {
  return async (
    body: unknown,
    {
      key = centralKey,
      signature,
      account = accountId,
    }: { key?: string; signature?: string | null; account?: string } = {},
  ): Promise<boolean> => {
    const rawBody = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const right = createHmac("sha256", key).update(rawBody).digest("hex");
    return receiveWebhook(db, getSecrets(), {
      accountId: account,
      rawBody,
      signature: signature === undefined ? right : signature,
      receivedAt: new Date(),
    });
  };
}

/** As if an owner had entered the key by hand. */
export async function enterCentral({ db }: TestDatabase, { account }: SyncContext): Promise<void> {
  await db.insert(webhooks).values({
    accountId: account.id,
    kind: "central",
    url: webhookUrlOf("http://127.0.0.1", account.id),
    secret: getSecrets().seal(centralKey, secretOf({ accountId: account.id, kind: "central" })),
    features: [],
  });
}

/** Our endpoint on a port of its own, for a simulator that calls it. */
export async function startReceiver({ db }: TestDatabase) {
  const answers: number[] = [];
  const server = createServer(async (request, response) => {
    const isGenuine = await receiveWebhook(db, getSecrets(), {
      accountId: request.url?.split("/").at(-1) ?? "",
      rawBody: await bodyOf(request),
      signature: String(request.headers["x-nuki-signature-sha256"] ?? ""),
      receivedAt: new Date(),
    });
    answers.push(isGenuine ? 200 : 401);
    response.writeHead(isGenuine ? 200 : 401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    publicUrl: `http://127.0.0.1:${port}`,
    /** How each call was answered. */
    answers,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
