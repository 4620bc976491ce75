import {
  checkCreateOn,
  checkName,
  readAccountUser,
  readCreate,
  readUpdate,
  readWindow,
} from "./auth-rules.ts";
import {
  accepted,
  type Call,
  deviceOf,
  invalid,
  ok,
  ownDevice,
  ownDevices,
  type Reply,
  type Route,
  refuse,
  requireAdvanced,
} from "./http.ts";
import {
  isObject,
  listBody,
  objectBody,
  queryFlag,
  queryInteger,
  queryTypes,
  readIds,
  requiredText,
} from "./input.ts";
import { materialise, startOutcome, submitCreate, submitDelete, submitUpdate } from "./life.ts";
import { authView } from "./views.ts";
import type { Auth, AuthDraft, Device } from "./world.ts";

const scopes = ["smartlock.auth"];
const maxPageSize = 1000;

function busy(call: Call): never {
  throw refuse(
    423,
    call.world.faults.busy423Message ? "Another operation is pending for this authorization" : undefined,
  );
}

function filtered(call: Call, devices: Device[]): Auth[] {
  const types = queryTypes(call);
  const accountUserId = queryInteger(call, "accountUserId");
  const wanted = (auth: Auth) => {
    if (types && !types.has(auth.type)) return false;
    if (accountUserId === undefined) return true;
    return accountUserId < 0 ? auth.accountUserId === undefined : auth.accountUserId === accountUserId;
  };
  return devices.flatMap((device) => [...device.auths.values()].filter(wanted));
}

function listOfDevice(call: Call): Reply {
  const device = deviceOf(call);
  const types = queryTypes(call);
  const includeEmail = queryFlag(call, "includeEmail");
  const auths = [...device.auths.values()].filter((auth) => !types || types.has(auth.type));
  return ok(
    auths.map((auth) => {
      const user = auth.accountUserId === undefined ? undefined : call.world.users.get(auth.accountUserId);
      return authView(auth, includeEmail ? user?.email : undefined);
    }),
  );
}

function listAll(call: Call): Reply {
  return ok(filtered(call, ownDevices(call)).map((auth) => authView(auth)));
}

function listPaged(call: Call): Reply {
  const page = queryInteger(call, "page") ?? 0;
  const size = Math.min(queryInteger(call, "size") ?? 100, maxPageSize);
  if (page < 0) throw invalid(page, "page");
  if (size < 1) throw invalid(size, "size");
  const all = filtered(call, ownDevices(call));
  const totalPages = Math.ceil(all.length / size);
  const link = (target: number) => `/smartlock/auth/paged?page=${target}&size=${size}`;
  return ok({
    results: all.slice(page * size, (page + 1) * size).map((auth) => authView(auth)),
    pagination: {
      totalItems: all.length,
      totalPages,
      currentPage: page,
      pageSize: size,
      ...(page + 1 < totalPages ? { nextPage: link(page + 1) } : {}),
      ...(page > 0 ? { prevPage: link(page - 1) } : {}),
    },
  });
}

function authOf(call: Call): { device: Device; auth: Auth } {
  const device = deviceOf(call);
  const id = call.params.id ?? "";
  const auth = device.auths.get(id);
  if (!auth) throw refuse(404, `Authorization ${id} not found`);
  return { device, auth };
}

function createOnOne(call: Call): Reply {
  const device = deviceOf(call);
  const draft = readCreate(call, objectBody(call));
  checkCreateOn(device, draft, false);
  submitCreate(
    call,
    device,
    { ...draft, smartlockId: device.smartlockId },
    startOutcome(call.world, 1, false),
  );
  return accepted;
}

/** All doors are checked before any of them is written: one offender refuses the whole call. */
function createOnMany(call: Call, draft: Omit<AuthDraft, "smartlockId">, advanced: boolean) {
  const ids = readIds(objectBody(call), "smartlockIds");
  const devices = ids.map((id) => {
    if (!call.world.devices.has(id)) throw invalid(id, "smartlockIds", id);
    return ownDevice(call, id);
  });
  for (const device of devices) checkCreateOn(device, draft, true);
  const outcome = startOutcome(call.world, devices.length, advanced);
  for (const device of devices)
    submitCreate(call, device, { ...draft, smartlockId: device.smartlockId }, outcome);
  return outcome;
}

function createBulk(call: Call): Reply {
  createOnMany(call, readCreate(call, objectBody(call)), false);
  return accepted;
}

function createAdvanced(call: Call): Reply {
  requireAdvanced(call);
  const outcome = createOnMany(call, readCreate(call, objectBody(call), 0), true);
  return ok({ requestId: outcome.requestId });
}

/** The one create that answers with the authorization: the key is made by the server, not by the device. */
function createSharedKey(call: Call): Reply {
  const device = deviceOf(call);
  const input = objectBody(call);
  const name = requiredText(input, "name");
  checkName(name, 0);
  const accountUserId = readAccountUser(call, input);
  const base = {
    smartlockId: device.smartlockId,
    type: 0,
    name,
    enabled: true,
    remoteAllowed: false,
    accountUserId,
  };
  const draft: AuthDraft = { ...base, ...readWindow(call, input) };
  checkCreateOn(device, draft, false);
  return ok([
    authView(materialise(call.world, device, draft, call.world.ids.objectId(call.world.clock.now()))),
  ]);
}

function update(call: Call): Reply {
  const { device, auth } = authOf(call);
  const fields = readUpdate(call, device, auth, objectBody(call));
  if (auth.operationId) busy(call);
  submitUpdate(call, device, auth, fields);
  return accepted;
}

function ownAuth(call: Call, id: string): { device: Device; auth: Auth } {
  const device = call.world.authOwners.get(id);
  const auth = device?.auths.get(id);
  if (!device || !auth) throw invalid(id, "id");
  return { device: ownDevice(call, device.smartlockId), auth };
}

function updateBulk(call: Call): Reply {
  const seen = new Set<string>();
  const writes = listBody(call).map((item) => {
    if (!isObject(item) || typeof item.id !== "string") throw invalid(isObject(item) ? item.id : item, "id");
    if (seen.has(item.id)) throw invalid(item.id, "id");
    seen.add(item.id);
    const { device, auth } = ownAuth(call, item.id);
    return { device, auth, fields: readUpdate(call, device, auth, item) };
  });
  if (writes.some((write) => write.auth.operationId)) busy(call);
  for (const write of writes) submitUpdate(call, write.device, write.auth, write.fields);
  return accepted;
}

function remove(call: Call): Reply {
  const { device, auth } = authOf(call);
  if (auth.operationId) busy(call);
  submitDelete(call, device, auth);
  return accepted;
}

/** Ids that are gone already are passed over: the list is what should not be there afterwards. */
function removeBulk(call: Call): Reply {
  const targets = [...new Set(listBody(call))].flatMap((id) => {
    if (typeof id !== "string" || !/^[0-9a-f]{24}$/.test(id)) throw invalid(id, "id");
    return call.world.authOwners.has(id) ? [ownAuth(call, id)] : [];
  });
  if (targets.some((target) => target.auth.operationId)) busy(call);
  for (const target of targets) submitDelete(call, target.device, target.auth);
  return accepted;
}

export const authRoutes: Route[] = [
  { method: "GET", path: "/smartlock/auth", scopes, run: listAll },
  { method: "PUT", path: "/smartlock/auth", scopes, run: createBulk },
  { method: "POST", path: "/smartlock/auth", scopes, run: updateBulk },
  { method: "DELETE", path: "/smartlock/auth", scopes, run: removeBulk },
  { method: "GET", path: "/smartlock/auth/paged", scopes, run: listPaged },
  { method: "PUT", path: "/smartlock/auth/advanced", scopes, run: createAdvanced },
  { method: "GET", path: "/smartlock/:smartlockId/auth", scopes, run: listOfDevice },
  { method: "PUT", path: "/smartlock/:smartlockId/auth", scopes, run: createOnOne },
  { method: "POST", path: "/smartlock/:smartlockId/auth/advanced/sharedkey", scopes, run: createSharedKey },
  {
    method: "GET",
    path: "/smartlock/:smartlockId/auth/:id",
    scopes,
    run: (call) => ok(authView(authOf(call).auth)),
  },
  { method: "POST", path: "/smartlock/:smartlockId/auth/:id", scopes, run: update },
  { method: "DELETE", path: "/smartlock/:smartlockId/auth/:id", scopes, run: remove },
];
