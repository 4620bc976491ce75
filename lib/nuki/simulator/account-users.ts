import { emitUser } from "./events.ts";
import {
  accepted,
  type Call,
  invalid,
  ok,
  ownDevices,
  pathNumber,
  type Reply,
  type Route,
  refuse,
} from "./http.ts";
import { objectBody, optionalInteger, optionalText, queryInteger, requiredText } from "./input.ts";
import { submitDelete } from "./life.ts";
import { userView } from "./views.ts";
import type { AccountUser, Json } from "./world.ts";

const scopes = ["account", "smartlock.auth"];
const languages = ["en", "de", "es", "fr", "it", "nl", "cs", "sk"];
const maxPage = 100;

function ownUsers(call: Call): AccountUser[] {
  return [...call.world.users.values()].filter((user) => user.accountId === call.account.accountId);
}

function userOf(call: Call): AccountUser {
  const id = pathNumber(call, "accountUserId");
  const user = call.world.users.get(id);
  if (!user || user.accountId !== call.account.accountId) throw refuse(404, `Account user ${id} not found`);
  return user;
}

function list(call: Call): Reply {
  const email = call.query.get("email")?.toLowerCase();
  const offset = Math.max(0, queryInteger(call, "offset") ?? 0);
  const limit = Math.min(Math.max(1, queryInteger(call, "limit") ?? maxPage), maxPage);
  const users = ownUsers(call).filter((user) => !email || user.email.toLowerCase().includes(email));
  return ok(users.slice(offset, offset + limit).map(userView));
}

function checkedEmail(call: Call, email: string, exceptId?: number): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw invalid(email, "email");
  const taken = ownUsers(call).some(
    (user) => user.accountUserId !== exceptId && user.email.toLowerCase() === email.toLowerCase(),
  );
  if (taken) throw refuse(409, "An account user with this email already exists");
  return email;
}

function checkedLanguage(input: Json): string | undefined {
  const language = optionalText(input, "language");
  if (language !== undefined && !languages.includes(language)) throw invalid(language, "language");
  return language;
}

/** Synchronous, other than everything that concerns a device; it sends no mail. */
function create(call: Call): Reply {
  const { world, account } = call;
  const input = objectBody(call);
  const name = requiredText(input, "name");
  const language = checkedLanguage(input) ?? account.language;
  const type = optionalInteger(input, "type", 0, 1) ?? 0;
  const email = checkedEmail(call, requiredText(input, "email"));
  const now = world.clock.iso();
  const accountUserId = world.ids.number();
  const user = { accountUserId, accountId: account.accountId, type, email, name, language };
  world.users.set(accountUserId, { ...user, creationDate: now, updateDate: now });
  emitUser(world, { ...user, creationDate: now, updateDate: now }, false);
  return ok({ ...user, creationDate: now, updateDate: now });
}

function update(call: Call): Reply {
  const user = userOf(call);
  const input = objectBody(call);
  if (user.operationId) throw refuse(423, "The account user is locked by a running operation");
  const email = optionalText(input, "email");
  const name = optionalText(input, "name");
  const language = checkedLanguage(input);
  if (email !== undefined) user.email = checkedEmail(call, email, user.accountUserId);
  if (name !== undefined) user.name = name;
  if (language !== undefined) user.language = language;
  user.updateDate = call.world.clock.iso();
  emitUser(call.world, user, false);
  return ok(userView(user));
}

/** Asynchronous: the user's authorizations leave the devices first; one that cannot leave keeps the user. */
function remove(call: Call): Reply {
  const { world } = call;
  const user = userOf(call);
  const targets = ownDevices(call).flatMap((device) =>
    [...device.auths.values()]
      .filter((auth) => auth.accountUserId === user.accountUserId)
      .map((auth) => ({ device, auth })),
  );
  if (user.operationId || targets.some((target) => target.auth.operationId)) {
    throw refuse(423, "The account user is locked by a running operation");
  }
  user.operationId = world.ids.objectId(world.clock.now());
  let open = targets.length;
  const finish = () => {
    delete user.operationId;
    if (targets.some(({ device, auth }) => device.auths.has(auth.id))) return;
    world.users.delete(user.accountUserId);
    emitUser(world, user, true);
  };
  const done = () => {
    open--;
    if (open === 0) finish();
  };
  for (const target of targets) submitDelete(call, target.device, target.auth, done);
  if (open === 0) world.clock.after(world.settings.configLatencyMs, "delete account user", finish);
  return accepted;
}

export const accountUserRoutes: Route[] = [
  { method: "GET", path: "/account/user", scopes, run: list },
  { method: "PUT", path: "/account/user", scopes, run: create },
  { method: "GET", path: "/account/user/:accountUserId", scopes, run: (call) => ok(userView(userOf(call))) },
  { method: "POST", path: "/account/user/:accountUserId", scopes, run: update },
  { method: "DELETE", path: "/account/user/:accountUserId", scopes, run: remove },
];
