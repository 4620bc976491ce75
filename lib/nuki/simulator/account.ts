import { accepted, type Call, invalid, ok, pathNumber, type Reply, type Route, refuse } from "./http.ts";
import { isObject, objectBody, optionalInteger, optionalText, queryInteger, requiredText } from "./input.ts";
import { accountView } from "./views.ts";
import type { Account, Json } from "./world.ts";

const scopes = ["account"];
const shortestPassword = 7;
const pinMembers = ["alexaPin", "gactionsHomePin"];
const profileMembers = ["firstName", "lastName", "address", "zip", "city", "country"];

function checkedObject(input: Json, name: string, members: string[]): Json | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw invalid(value, name);
  for (const member of members) if (typeof value[member] !== "string") throw invalid(value[member], member);
  return value;
}

function checkedPassword(input: Json): string | undefined {
  const password = optionalText(input, "password");
  if (password !== undefined && password.length < shortestPassword) throw invalid("***", "password");
  return password;
}

function checkedEmail(call: Call, email: string, own?: Account): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw invalid(email, "email");
  const taken = [...call.world.accounts.values()].some(
    (other) => other !== own && other.email.toLowerCase() === email.toLowerCase(),
  );
  if (taken) throw refuse(409, "An account with this email already exists");
  return email;
}

function apply(call: Call, account: Account, input: Json): void {
  const language = requiredText(input, "language");
  const email = optionalText(input, "email");
  const name = optionalText(input, "name");
  const config = checkedObject(input, "config", pinMembers);
  const profile = checkedObject(input, "profile", profileMembers);
  account.language = language;
  if (email !== undefined) account.email = checkedEmail(call, email, account);
  if (name !== undefined) account.name = name;
  if (config) account.config = config;
  if (profile) account.profile = profile;
  account.updateDate = call.world.clock.iso();
}

/** A new password destroys the account's API tokens, unless the caller says otherwise. */
function update(call: Call): Reply {
  const input = objectBody(call);
  const password = checkedPassword(input);
  apply(call, call.account, input);
  if (password !== undefined && call.query.get("deleteApiTokens") !== "false") {
    for (const token of [...call.world.tokens.values()]) {
      if (token.kind === "api" && token.accountId === call.account.accountId)
        call.world.tokens.delete(token.value);
    }
    for (const token of [...call.world.apiKeyTokens.values()]) {
      if (token.accountId === call.account.accountId) call.world.apiKeyTokens.delete(token.id);
    }
  }
  return accepted;
}

function remove(call: Call): Reply {
  const { accountId } = call.account;
  for (const token of [...call.world.tokens.values()]) {
    if (token.accountId === accountId) call.world.tokens.delete(token.value);
  }
  call.world.accounts.delete(accountId);
  return accepted;
}

function writeSetting(call: Call): Reply {
  call.account.setting = objectBody(call);
  return ok(call.account.setting);
}

function clearSetting(call: Call): Reply {
  call.account.setting = {};
  return accepted;
}

/** The applications that hold a token of this account. */
function integrations(call: Call): Reply {
  const { world, account } = call;
  const tokens = [...world.apiKeyTokens.values()].filter((token) => token.accountId === account.accountId);
  const own = tokens.map((token) => ({
    version: "HYDRA",
    vendorKey: "nuki-web-api",
    name: token.description,
    createdAt: token.creationDate,
    scopes: token.scopes,
    tokenId: token.id,
    clientId: world.apiKeys.get(token.apiKeyId)?.apiKey ?? "",
    warning: false,
  }));
  const granted = world.grants
    .filter((grant) => grant.refreshToken && grant.accountId === account.accountId)
    .map((grant) => ({
      version: "HYDRA",
      vendorKey: "oauth2",
      name: [...world.apiKeys.values()].find((key) => key.apiKey === grant.clientId)?.description ?? "",
      scopes: grant.scopes,
      clientId: grant.clientId,
    }));
  return ok([...own, ...granted]);
}

function removeIntegration(call: Call): Reply {
  const apiKeyId = queryInteger(call, "apiKeyId");
  const tokenId = call.query.get("tokenId");
  for (const token of [...call.world.apiKeyTokens.values()]) {
    if (token.accountId !== call.account.accountId) continue;
    if (token.id !== tokenId && token.apiKeyId !== apiKeyId) continue;
    call.world.apiKeyTokens.delete(token.id);
    call.world.tokens.delete(token.accessToken);
  }
  return accepted;
}

function subAccounts(call: Call): Account[] {
  return [...call.world.accounts.values()].filter((item) => item.masterAccountId === call.account.accountId);
}

function listSubs(call: Call): Reply {
  const email = call.query.get("email");
  let pattern: RegExp;
  try {
    pattern = new RegExp(email ?? "", "i");
  } catch {
    throw invalid(email, "email");
  }
  return ok(
    subAccounts(call)
      .filter((sub) => pattern.test(sub.email))
      .map(accountView),
  );
}

function subOf(call: Call): Account {
  const id = pathNumber(call, "accountId");
  const sub = subAccounts(call).find((item) => item.accountId === id);
  if (!sub) throw refuse(404, `Account ${id} not found`);
  return sub;
}

function createSub(call: Call): Reply {
  const { world, account } = call;
  const input = objectBody(call);
  requiredText(input, "password");
  checkedPassword(input);
  const rights = optionalInteger(input, "rights", 0, 31);
  if (rights === undefined) throw invalid(input.rights, "rights");
  const now = world.clock.iso();
  const sub: Account = {
    accountId: world.ids.number(),
    type: 0,
    email: checkedEmail(call, requiredText(input, "email")),
    name: requiredText(input, "name"),
    language: requiredText(input, "language"),
    masterAccountId: account.accountId,
    rights,
    setting: {},
    creationDate: now,
    updateDate: now,
  };
  world.accounts.set(sub.accountId, sub);
  return ok(accountView(sub));
}

function updateSub(call: Call): Reply {
  const sub = subOf(call);
  const input = objectBody(call);
  const rights = optionalInteger(input, "rights", 0, 127);
  checkedPassword(input);
  apply(call, sub, input);
  if (rights !== undefined) sub.rights = rights;
  return accepted;
}

function removeSub(call: Call): Reply {
  call.world.accounts.delete(subOf(call).accountId);
  return accepted;
}

export const accountRoutes: Route[] = [
  { method: "GET", path: "/account", scopes, run: (call) => ok(accountView(call.account)) },
  { method: "POST", path: "/account", scopes, run: update },
  { method: "DELETE", path: "/account", scopes, run: remove },
  { method: "GET", path: "/account/setting", scopes, run: (call) => ok(call.account.setting) },
  { method: "PUT", path: "/account/setting", scopes, run: writeSetting },
  { method: "DELETE", path: "/account/setting", scopes, run: clearSetting },
  { method: "GET", path: "/account/integration", scopes, run: integrations },
  { method: "DELETE", path: "/account/integration", scopes, run: removeIntegration },
  { method: "GET", path: "/account/sub", scopes, run: listSubs },
  { method: "PUT", path: "/account/sub", scopes, run: createSub },
  { method: "GET", path: "/account/sub/:accountId", scopes, run: (call) => ok(accountView(subOf(call))) },
  { method: "POST", path: "/account/sub/:accountId", scopes, run: updateSub },
  { method: "DELETE", path: "/account/sub/:accountId", scopes, run: removeSub },
];
