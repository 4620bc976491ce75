import { accepted, type Call, invalid, ok, pathNumber, type Reply, type Route, refuse } from "./http.ts";
import { objectBody, queryInteger, requiredText, textList } from "./input.ts";
import type { Json } from "./world.ts";

const scopes = ["webhook.decentral"];
const maxLogRows = 100;
const defaultLogRows = 50;
const features = [
  "DEVICE_STATUS",
  "DEVICE_MASTERDATA",
  "DEVICE_CONFIG",
  "DEVICE_LOGS",
  "DEVICE_AUTHS",
  "ACCOUNT_USER",
];
/** Nuki takes https only; a receiver on this machine, as in a test, has no certificate. */
const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

export function readWebhookUrl(input: Json): string {
  const text = requiredText(input, "webhookUrl");
  const url = URL.canParse(text) ? new URL(text) : null;
  const safe = url?.protocol === "https:" || (url?.protocol === "http:" && loopback.has(url.hostname));
  if (!safe) throw invalid(text, "webhookUrl");
  return text;
}

export function readFeatures(input: Json): string[] {
  const chosen = textList(input, "webhookFeatures");
  const unknown = chosen.find((feature) => !features.includes(feature));
  if (unknown !== undefined) throw invalid(unknown, "webhookFeatures");
  return [...new Set(chosen)];
}

/** Only a user who came through OAuth can be registered for; a plain API token is refused. */
function oauthOnly(call: Call): void {
  if (call.token.kind !== "oauth") throw refuse(403, "Decentral webhooks need an OAuth2 access token");
}

function list(call: Call): Reply {
  oauthOnly(call);
  const own = [...call.world.decentralWebhooks.values()].filter(
    (hook) => hook.accountId === call.account.accountId,
  );
  return ok(own.map(({ id, webhookUrl, webhookFeatures }) => ({ id, webhookUrl, webhookFeatures })));
}

/** The secret is told here and never again. */
function register(call: Call): Reply {
  oauthOnly(call);
  const { world, account, token } = call;
  const input = objectBody(call);
  const webhookUrl = readWebhookUrl(input);
  const webhookFeatures = readFeatures(input);
  const id = world.ids.number();
  const secret = world.random.code.hex(40);
  const apiKeyId = token.apiKeyId ?? 0;
  world.decentralWebhooks.set(id, {
    id,
    accountId: account.accountId,
    apiKeyId,
    secret,
    webhookUrl,
    webhookFeatures,
  });
  return ok({ id, secret, webhookUrl, webhookFeatures });
}

function remove(call: Call): Reply {
  oauthOnly(call);
  const hook = call.world.decentralWebhooks.get(pathNumber(call, "id"));
  if (hook && hook.accountId !== call.account.accountId) throw refuse(403, "Not accessible");
  if (hook) call.world.decentralWebhooks.delete(hook.id);
  return accepted;
}

/** Newest first; `response` is what Nuki sent, as seen from Nuki's side. */
function logs(call: Call): Reply {
  const apiKeyId = pathNumber(call, "apiKeyId");
  const limit = Math.min(queryInteger(call, "limit") ?? defaultLogRows, maxLogRows);
  const before = call.query.get("id");
  const rows = call.world.webhookLogs
    .filter((row) => row.apiKeyId === apiKeyId && row.accountId === call.account.accountId)
    .filter((row) => before === null || row.id < before);
  return ok(rows.reverse().slice(0, limit));
}

export const webhookRoutes: Route[] = [
  { method: "GET", path: "/api/decentralWebhook", scopes, run: list },
  { method: "PUT", path: "/api/decentralWebhook", scopes, run: register },
  { method: "DELETE", path: "/api/decentralWebhook/:id", scopes, run: remove },
  { method: "GET", path: "/api/key/:apiKeyId/webhook/logs", scopes: ["account"], run: logs },
];
