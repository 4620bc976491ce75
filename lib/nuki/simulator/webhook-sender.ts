import { createHmac } from "node:crypto";
import { takeFault } from "./faults.ts";
import type { Json, World } from "./world.ts";

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
  // Frozen now: the same authorization may look different by the time it is sent.
  const rawBody = JSON.stringify(body);
  const queue = () => {
    const delay = world.settings.webhookLatencyMs + world.faults.webhookDelayMs;
    for (let copy = 0; copy < copies; copy++) {
      world.clock.after(delay, "webhook", () => send(world, target, rawBody, requestId));
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

async function send(world: World, target: Target, rawBody: string, requestId?: string): Promise<void> {
  const headers = {
    "Content-Type": "application/json; charset=UTF-8",
    ...signatures(target.secret, rawBody),
  };
  const startedAt = world.clock.now();
  const started = performance.now();
  let responseStatus = 0;
  try {
    const signal = AbortSignal.timeout(receiverTimeoutMs);
    const response = await fetch(target.url, { method: "POST", headers, body: rawBody, signal });
    responseStatus = response.status;
    await response.arrayBuffer();
  } catch {
    // An unreachable receiver is a failed delivery in the log (status 0), not an error of the simulator.
    responseStatus = 0;
  }
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
    response: { headers, body: JSON.parse(rawBody) as Json, timestamp: at, path: target.url },
  });
  if (world.webhookLogs.length > keptRows) world.webhookLogs.splice(0, world.webhookLogs.length - keptRows);
  countFailure(world, target, succeeded);
}

function countFailure(world: World, target: Target, succeeded: boolean): void {
  const advanced = world.apiKeys.get(target.apiKeyId)?.advanced;
  if (!advanced) return;
  advanced.failuresInARow = succeeded ? 0 : advanced.failuresInARow + 1;
  if (advanced.failuresInARow >= world.faults.webhookDeactivateAfter) advanced.webhookStatus = "DEACTIVATED";
}
