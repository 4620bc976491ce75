import { createHmac } from "node:crypto";
import { takeFault } from "./faults.ts";
import type { Json, SentWebhook, World } from "./world.ts";

export type Target = { url: string; secret: string; accountId: number; apiKeyId: number };

const keptRows = 300;
const receiverTimeoutMs = 5_000;

/** Both headers that Nuki sends; the one without a number in its name is the older SHA-1. */
export function signatures(secret: string, rawBody: string): Record<string, string> {
  return {
    "X-Nuki-Signature-SHA256": createHmac("sha256", secret).update(rawBody).digest("hex"),
    "X-Nuki-Signature": createHmac("sha1", secret).update(rawBody).digest("hex"),
  };
}

/** At most once, in no promised order, a moment after the fact. */
export function deliverWebhook(world: World, target: Target, body: Json, requestId?: string): void {
  if (takeFault(world.faults, "webhookLoss")) return;
  const copies = takeFault(world.faults, "webhookDuplicate") ? 2 : 1;
  const asArray = takeFault(world.faults, "webhookAsArray");
  // Frozen now: the same authorization may look different by the time it is sent.
  const signed = JSON.stringify(asArray ? [body] : body);
  const rawBody = takeFault(world.faults, "webhookReserialise") ? reserialised(signed) : signed;
  const forged = takeFault(world.faults, "webhookForge") ? forgery(target, body) : null;
  const headers = headersOf(target, signed);
  const queue = () => {
    const delay = world.settings.webhookLatencyMs + world.faults.webhookDelayMs;
    // Not Nuki's own: it is in no log and counts as nobody's failure.
    if (forged) world.clock.after(delay, "forged webhook", async () => void (await post(forged)));
    for (let copy = 0; copy < copies; copy++) {
      const sent = { url: target.url, headers, rawBody };
      world.clock.after(delay, "webhook", () => send(world, target, sent, requestId));
    }
  };
  if (world.faults.webhookReorder) swap(world, queue);
  else queue();
}

/** Pairs swap places; one without a partner goes out alone after a while. */
function swap(world: World, queue: () => void): void {
  const held = world.heldWebhook;
  if (held) {
    world.heldWebhook = null;
    queue();
    held();
    return;
  }
  world.heldWebhook = queue;
  world.clock.after(world.settings.webhookLatencyMs * 4, "held webhook", () => {
    if (world.heldWebhook !== queue) return;
    world.heldWebhook = null;
    queue();
  });
}

export function headersOf(target: Target, rawBody: string): Record<string, string> {
  return { "Content-Type": "application/json; charset=UTF-8", ...signatures(target.secret, rawBody) };
}

/** The same content for whoever parses it, and not what was signed. */
export const reserialised = (rawBody: string): string => JSON.stringify(JSON.parse(rawBody), null, 1);

function forgery(target: Target, body: Json): SentWebhook {
  const rawBody = JSON.stringify({ ...body, forged: true });
  return { url: target.url, headers: headersOf({ ...target, secret: "somebody else's" }, rawBody), rawBody };
}

/** The receiver's status; 0 for one that cannot be reached, which is a failed delivery and no error of ours. */
export async function post({ url, headers, rawBody }: SentWebhook): Promise<number> {
  try {
    const signal = AbortSignal.timeout(receiverTimeoutMs);
    const response = await fetch(url, { method: "POST", headers, body: rawBody, signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

async function send(world: World, target: Target, sent: SentWebhook, requestId?: string): Promise<void> {
  const startedAt = world.clock.now();
  const started = performance.now();
  const responseStatus = await post(sent);
  const succeeded = responseStatus >= 200 && responseStatus < 300;
  const at = new Date(startedAt).toISOString();
  world.webhookLogs.push({
    id: world.ids.objectId(startedAt),
    ...(requestId === undefined ? {} : { requestId }),
    succeeded,
    responseStatus,
    duration: Math.round(performance.now() - started),
    accountId: target.accountId,
    apiKeyId: target.apiKeyId,
    created: at,
    updated: world.clock.iso(),
    response: {
      ...{ headers: sent.headers, body: JSON.parse(sent.rawBody) as Json, timestamp: at, path: target.url },
    },
  });
  world.sentWebhooks.push(sent);
  for (const list of [world.webhookLogs, world.sentWebhooks])
    if (list.length > keptRows) list.splice(0, list.length - keptRows);
  countFailure(world, target, succeeded);
}

function countFailure(world: World, target: Target, succeeded: boolean): void {
  const advanced = world.apiKeys.get(target.apiKeyId)?.advanced;
  if (!advanced) return;
  advanced.failuresInARow = succeeded ? 0 : advanced.failuresInARow + 1;
  if (advanced.failuresInARow >= world.faults.webhookDeactivateAfter) advanced.webhookStatus = "DEACTIVATED";
}
