import { accepted, type Call, invalid, ok, type Reply, type Route, refuse } from "./http.ts";
import { isObject, objectBody, optionalInteger, optionalText, requiredText, textList } from "./input.ts";
import type { Json, Registration } from "./world.ts";

const scopes = ["smartlock.log", "notification"];
const events = [
  "lock",
  "unlock",
  "unlatch",
  "lockngo",
  "open",
  "ring",
  "doorsensor",
  "warnings",
  "smartlock",
];

function readSettings(input: Json): Json[] {
  if (!Array.isArray(input.settings)) throw invalid(input.settings, "settings");
  return input.settings.map((item: unknown) => {
    if (!isObject(item)) throw invalid(item, "settings");
    const unknown = textList(item, "triggerEvents").find((event) => !events.includes(event));
    if (unknown !== undefined) throw invalid(unknown, "triggerEvents");
    return item;
  });
}

function read(call: Call): Json {
  const input = objectBody(call);
  const os = optionalInteger(input, "os", 0, 2);
  if (os === undefined) throw invalid(input.os, "os");
  const secret = optionalText(input, "secret");
  if (secret !== undefined && !/^[0-9a-fA-F]{40}$/.test(secret)) throw invalid("***", "secret");
  const referenceId = optionalText(input, "referenceId");
  const language = optionalText(input, "language");
  return {
    ...{ pushId: requiredText(input, "pushId"), os, settings: readSettings(input) },
    ...(secret === undefined ? {} : { secret }),
    ...(referenceId === undefined ? {} : { referenceId }),
    ...(language === undefined ? {} : { language }),
  };
}

function view(registration: Registration): Json {
  const { accountId: _accountId, ...rest } = registration;
  return rest;
}

function registrationOf(call: Call, missing: number): Registration {
  const registration = call.world.registrations.get(call.params.notificationId ?? "");
  if (!registration) throw refuse(missing, "Notification not found");
  if (registration.accountId !== call.account.accountId) throw refuse(403, "Notification is not accessible");
  return registration;
}

function list(call: Call): Reply {
  const referenceId = call.query.get("referenceId");
  const own = [...call.world.registrations.values()].filter(
    (item) =>
      item.accountId === call.account.accountId && (referenceId === null || item.referenceId === referenceId),
  );
  return ok(own.map(view));
}

function create(call: Call): Reply {
  const { world, account } = call;
  const notificationId = world.ids.objectId(world.clock.now());
  const registration = { notificationId, accountId: account.accountId, ...read(call), status: 1 };
  world.registrations.set(notificationId, registration);
  return ok(view(registration));
}

function update(call: Call): Reply {
  const registration = Object.assign(registrationOf(call, 403), read(call));
  return ok(view(registration));
}

function remove(call: Call): Reply {
  call.world.registrations.delete(registrationOf(call, 405).notificationId);
  return accepted;
}

const one = "/notification/:notificationId";

export const notificationRoutes: Route[] = [
  { method: "GET", path: "/notification", scopes, run: list },
  { method: "PUT", path: "/notification", scopes, run: create },
  { method: "GET", path: one, scopes, run: (call) => ok(view(registrationOf(call, 404))) },
  { method: "POST", path: one, scopes, run: update },
  { method: "DELETE", path: one, scopes, run: remove },
];
