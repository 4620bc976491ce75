import { accepted, type Call, invalid, ok, pathNumber, type Reply, type Route, refuse } from "./http.ts";
import { objectBody, optionalFlag, optionalText, requiredText, textList } from "./input.ts";
import { allScopes } from "./scopes.ts";
import { readFeatures, readWebhookUrl } from "./webhooks.ts";
import type { AdvancedKey, ApiKey, ApiKeyToken, Json } from "./world.ts";

const scopes = ["account"];
const advancedTypes = ["ONLY_SECRET", "SHORT_RENTAL", "HEALTHCARE", "SMART_HOME", "OTHER"];

function keyView(key: ApiKey): Json {
  const { advanced: _advanced, ...rest } = key;
  return rest;
}

function keyOf(call: Call): ApiKey {
  const id = pathNumber(call, "apiKeyId");
  const key = call.world.apiKeys.get(id);
  if (!key || key.accountId !== call.account.accountId) throw refuse(404, `API key ${id} not found`);
  return key;
}

function list(call: Call): Reply {
  const own = [...call.world.apiKeys.values()].filter((key) => key.accountId === call.account.accountId);
  return ok(own.map(keyView));
}

function create(call: Call): Reply {
  const { world, account } = call;
  const input = objectBody(call);
  const key: ApiKey = {
    apiKeyId: world.ids.number(),
    accountId: account.accountId,
    description: optionalText(input, "description") ?? "",
    redirectUris: input.redirectUris === undefined ? [] : textList(input, "redirectUris"),
    apiKey: world.random.code.hex(32),
    creationDate: world.clock.iso(),
  };
  world.apiKeys.set(key.apiKeyId, key);
  return ok(keyView(key));
}

function update(call: Call): Reply {
  const key = keyOf(call);
  const input = objectBody(call);
  key.description = optionalText(input, "description") ?? key.description;
  if (input.redirectUris !== undefined) key.redirectUris = textList(input, "redirectUris");
  return accepted;
}

function removeToken(call: Call, token: ApiKeyToken): void {
  call.world.apiKeyTokens.delete(token.id);
  call.world.tokens.delete(token.accessToken);
}

function tokensOf(call: Call, key: ApiKey): ApiKeyToken[] {
  return [...call.world.apiKeyTokens.values()].filter((token) => token.apiKeyId === key.apiKeyId);
}

function remove(call: Call): Reply {
  const key = keyOf(call);
  for (const token of tokensOf(call, key)) removeToken(call, token);
  call.world.apiKeys.delete(key.apiKeyId);
  return accepted;
}

function tokenView(token: ApiKeyToken, withValue: boolean): Json {
  const { id, accountId, description, scopes: granted, creationDate, accessToken } = token;
  return { id, accountId, description, scopes: granted, creationDate, ...(withValue ? { accessToken } : {}) };
}

function readScopes(input: Json): string[] {
  const chosen = textList(input, "scopes");
  const unknown = chosen.find((scope) => !allScopes.includes(scope));
  if (unknown !== undefined) throw invalid(unknown, "scopes");
  return [...new Set(chosen)];
}

/** The value of the token is told here and never again. */
function createToken(call: Call): Reply {
  const { world, account } = call;
  const key = keyOf(call);
  const input = objectBody(call);
  const granted = input.scopes === undefined ? [] : readScopes(input);
  const token: ApiKeyToken = {
    id: world.ids.objectId(world.clock.now()),
    apiKeyId: key.apiKeyId,
    accountId: account.accountId,
    description: optionalText(input, "description") ?? "",
    accessToken: world.random.code.hex(96),
    scopes: granted,
    creationDate: world.clock.iso(),
  };
  world.apiKeyTokens.set(token.id, token);
  const value = token.accessToken;
  world.tokens.set(value, {
    value,
    accountId: account.accountId,
    scopes: granted,
    kind: "api",
    apiKeyId: key.apiKeyId,
  });
  return ok(tokenView(token, true));
}

function tokenOf(call: Call): ApiKeyToken {
  const key = keyOf(call);
  const token = call.world.apiKeyTokens.get(call.params.id ?? "");
  if (!token || token.apiKeyId !== key.apiKeyId) throw refuse(404, "API token not found");
  return token;
}

function updateToken(call: Call): Reply {
  const token = tokenOf(call);
  const input = objectBody(call);
  token.description = optionalText(input, "description") ?? token.description;
  if (input.scopes !== undefined) token.scopes = readScopes(input);
  const live = call.world.tokens.get(token.accessToken);
  if (live) live.scopes = token.scopes;
  return accepted;
}

function advancedOf(call: Call): AdvancedKey {
  const advanced = keyOf(call).advanced;
  if (!advanced) throw refuse(404, "There is no Advanced API application");
  return advanced;
}

/** The secret can be read once the application is being tested. */
function advancedView(advanced: AdvancedKey): Json {
  const { failuresInARow: _failures, ...rest } = advanced;
  const visible = advanced.status === "TESTING" || advanced.status === "ACTIVE";
  return { ...rest, secret: visible ? advanced.secret : "" };
}

function apply(call: Call): Reply {
  const key = keyOf(call);
  const input = objectBody(call);
  const type = requiredText(input, "type");
  if (!advancedTypes.includes(type)) throw invalid(type, "type");
  const restricted = optionalFlag(input, "restricted");
  if (restricted === undefined) throw invalid(input.restricted, "restricted");
  const now = call.world.clock.iso();
  key.advanced = {
    ...{ name: requiredText(input, "name"), country: requiredText(input, "country"), type, restricted },
    ...{ description: requiredText(input, "description"), url: requiredText(input, "url") },
    ...{
      email: requiredText(input, "email"),
      webhookUrl: readWebhookUrl(input),
      webhookFeatures: readFeatures(input),
    },
    ...{ secret: call.world.random.code.hex(40), status: "APPLIED", webhookStatus: "ACTIVE" },
    ...{ creationDate: now, updateDate: now, failuresInARow: 0 },
  };
  return accepted;
}

function updateAdvanced(call: Call): Reply {
  const advanced = advancedOf(call);
  const input = objectBody(call);
  advanced.webhookUrl = readWebhookUrl(input);
  advanced.webhookFeatures = readFeatures(input);
  advanced.updateDate = call.world.clock.iso();
  return accepted;
}

function removeAdvanced(call: Call): Reply {
  advancedOf(call);
  delete keyOf(call).advanced;
  return accepted;
}

function reactivate(call: Call): Reply {
  const advanced = advancedOf(call);
  advanced.webhookStatus = "ACTIVE";
  advanced.failuresInARow = 0;
  return accepted;
}

function dropToken(call: Call): Reply {
  removeToken(call, tokenOf(call));
  return accepted;
}

const one = "/api/key/:apiKeyId";

export const apiKeyRoutes: Route[] = [
  { method: "GET", path: "/api/key", scopes, run: list },
  { method: "PUT", path: "/api/key", scopes, run: create },
  { method: "POST", path: one, scopes, run: update },
  { method: "DELETE", path: one, scopes, run: remove },
  {
    method: "GET",
    path: `${one}/token`,
    scopes,
    run: (call) => ok(tokensOf(call, keyOf(call)).map((token) => tokenView(token, false))),
  },
  { method: "PUT", path: `${one}/token`, scopes, run: createToken },
  { method: "POST", path: `${one}/token/:id`, scopes, run: updateToken },
  { method: "DELETE", path: `${one}/token/:id`, scopes, run: dropToken },
  { method: "GET", path: `${one}/advanced`, scopes, run: (call) => ok(advancedView(advancedOf(call))) },
  { method: "PUT", path: `${one}/advanced`, scopes, run: apply },
  { method: "POST", path: `${one}/advanced`, scopes, run: updateAdvanced },
  { method: "DELETE", path: `${one}/advanced`, scopes, run: removeAdvanced },
  { method: "POST", path: `${one}/advanced/reactivate`, scopes, run: reactivate },
];
