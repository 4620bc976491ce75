import { hear } from "./bridge-known.ts";
import { numberOf } from "./control-input.ts";
import { addDevice } from "./device-factory.ts";
import { writeLog } from "./device-life.ts";
import { emitMasterdata } from "./events.ts";
import { isObject } from "./input.ts";
import { deviceSideAuths, materialise } from "./life.ts";
import { isPossible, logAction, moveAtOnce } from "./motion.ts";
import { allScopes } from "./scopes.ts";
import {
  type AppChange,
  type Auth,
  type Device,
  demoApiKeyId,
  foreignAccountId,
  hasKeypad,
  type Json,
  ownAccountId,
  ownSetting,
  type World,
} from "./world.ts";
import { deviceZone, localClock } from "./zones.ts";

/** May this authorization open now, by the lock's own clock and calendar? */
export function isAllowedNow(world: World, device: Device, auth: Auth): boolean {
  const now = world.clock.now();
  if (!auth.enabled) return false;
  if (auth.allowedFromDate && now < Date.parse(auth.allowedFromDate)) return false;
  if (auth.allowedUntilDate && now > Date.parse(auth.allowedUntilDate)) return false;
  const local = localClock(deviceZone(ownSetting(device, "config", "timezoneId")), now);
  if (auth.allowedWeekDays !== undefined && (auth.allowedWeekDays & local.weekdayBit) === 0) return false;
  const from = auth.allowedFromTime ?? 0;
  const until = auth.allowedUntilTime ?? 0;
  if (from === 0 && until === 0) return true;
  return local.minute >= from && (until === 0 || local.minute < until);
}

const keypadRow = { action: 1, trigger: 255, autoUnlock: false, source: 1 };
/** Who asks, by the type of the authorization: [trigger, source of an opener's log]. */
const waysIn: Record<number, [number, number]> = { 0: [5, 2], 2: [7, 4], 13: [255, 6] };

function enterCode(world: World, device: Device, input: Json): Json {
  if (!hasKeypad(device)) throw new Error("this device has no keypad");
  const auth = [...deviceSideAuths(device).values()].find((item) => item.code === Number(input.code));
  if (!auth) {
    writeLog(world, device, { ...keypadRow, name: "", state: 224 });
    return { opened: false, reason: "unknown code" };
  }
  return enter(world, device, auth, { action: device.type === 2 ? 3 : 1, source: 1 });
}

/** Somebody at the door with an authorization of any kind. */
function use(world: World, device: Device, input: Json): Json {
  const auth = [...deviceSideAuths(device).values()].find((item) =>
    [item.id, item.authId, item.name].some((name) => name === input.who),
  );
  if (!auth) throw new Error("no such authorization on this device");
  if (!(auth.type in waysIn)) throw new Error("nobody enters with an authorization of this type");
  const source = auth.type !== 13 ? 0 : input.fingerprint === true ? 2 : 1;
  const action = typeof input.action === "number" ? input.action : device.type === 2 ? 3 : 1;
  if (!isPossible(device, action)) throw new Error("this device cannot do that");
  return enter(world, device, auth, { action, source });
}

function enter(
  world: World,
  device: Device,
  auth: Auth,
  { action, source }: { action: number; source: number },
): Json {
  const [trigger, openerSource] = waysIn[auth.type] ?? [5, 2];
  const { accountUserId } = auth;
  const actor = { name: auth.name, authId: auth.id, accountUserId, trigger, openerSource, source };
  if (!isAllowedNow(world, device, auth)) {
    logAction(world, device, action, actor, 9);
    return { opened: false, reason: "not allowed now", authId: auth.id };
  }
  auth.lockCount++;
  auth.lastActiveDate = world.clock.iso();
  moveAtOnce(world, device, action, actor);
  return { opened: true, authId: auth.id, name: auth.name };
}

/** Kinds of refusal at a keypad: [source, completion]. Older devices know 254 and 255 only, hence `state`. */
const refusals: Record<string, [number, number]> = {
  ...{ code: [1, 224], fingerprint: [2, 225], nfc: [3, 226] },
};

function wrongCode(world: World, device: Device, input: Json): Json {
  if (!hasKeypad(device)) throw new Error("this device has no keypad");
  const times = numberOf(input, "times", 1);
  const everyMs = numberOf(input, "everyMs", 0);
  const [source, completion] = refusals[String(input.kind ?? "code")] ?? [1, 224];
  const trigger = numberOf(input, "trigger", keypadRow.trigger);
  const state = numberOf(input, "state", completion);
  const refuse = () => writeLog(world, device, { ...keypadRow, name: "", trigger, source, state });
  for (let time = 0; time < times; time++) {
    if (everyMs === 0 || time === 0) refuse();
    else world.clock.after(time * everyMs, "wrong code", () => void refuse());
  }
  return { refused: times };
}

/** Over Bluetooth, by somebody who stands at the door: the server learns of it at the next sync. */
function appChange(world: World, device: Device, input: Json): Json {
  const change = readAppChange(world, device, input);
  device.appChanges.push(change);
  return { kind: change.kind, id: change.kind === "add" ? change.auth.id : change.id };
}

function readAppChange(world: World, device: Device, input: Json): AppChange {
  if (isObject(input.add)) {
    const now = world.clock.now();
    const at = new Date(now).toISOString();
    const auth: Auth = {
      ...{
        id: world.ids.objectId(now),
        smartlockId: device.smartlockId,
        authId: device.nextAuthId++,
        type: 13,
      },
      ...{ name: "Added in the app", enabled: true, remoteAllowed: false, lockCount: 0 },
      ...{ creationDate: at, updateDate: at },
      ...input.add,
    };
    return { kind: "add", auth };
  }
  const { authId, remove, ...fields } = input;
  const auth = [...deviceSideAuths(device).values()].find(
    (item) => item.id === authId || item.authId === authId,
  );
  if (!auth) throw new Error("no such authorization on this device");
  return remove === true ? { kind: "remove", id: auth.id } : { kind: "update", id: auth.id, fields };
}

function addToken(world: World, input: Json): Json {
  const scopes = Array.isArray(input.scopes) ? input.scopes.map(String) : allScopes;
  const accountId =
    input.account === "foreign" || input.account === foreignAccountId ? foreignAccountId : ownAccountId;
  const value =
    typeof input.value === "string" ? input.value : `token-${world.ids.objectId(world.clock.now())}`;
  const kind = input.kind === "oauth" ? "oauth" : "api";
  // A token that came by OAuth came by an application.
  const apiKeyId = typeof input.apiKeyId === "number" ? input.apiKeyId : demoApiKeyId;
  world.tokens.set(value, {
    ...{ value, accountId, scopes, kind },
    ...(kind === "oauth" ? { apiKeyId } : {}),
  });
  return { token: value, scopes, accountId };
}

/** One more device of our account, as somebody has just set it up: also of a type that nobody has seen yet. */
function addOwnDevice(world: World, input: Json): Json {
  const type = numberOf(input, "type");
  const text = (name: string) => (typeof input[name] === "string" ? String(input[name]) : undefined);
  const nukiId = numberOf(input, "nukiId", 0x20000000 + world.devices.size);
  const [site, bridge] = [text("site"), text("bridge")];
  if (bridge !== undefined && !world.bridges.has(bridge)) throw new Error("no such bridge");
  const device = addDevice(world, {
    ...{ type, nukiId, site, bridge, key: text("key"), name: text("name") ?? `Device ${nukiId}` },
    timeZone: text("timeZone") ?? "Europe/Vienna",
    keypad: input.keypad === 1 || input.keypad === 2 ? input.keypad : null,
    battery: typeof input.battery === "number" ? input.battery : null,
    doorSensor: input.doorSensor === true,
    accountId: ownAccountId,
  });
  const infrastructure = [
    ...(bridge === undefined ? [] : [{ type: 1, name: world.bridges.get(bridge)?.name ?? bridge }]),
    ...(hasKeypad(device) ? [{ type: 3, name: input.keypad === 2 ? "Keypad 2" : "Keypad" }] : []),
  ];
  for (const { type: authType, name } of infrastructure) {
    const draft = { smartlockId: device.smartlockId, type: authType, name, enabled: true };
    const id = world.ids.objectId(world.clock.now());
    materialise(world, device, { ...draft, remoteAllowed: authType === 1 }, id);
  }
  if (bridge !== undefined) {
    world.bridges.get(bridge)?.pairings.set(device.smartlockId, { rssi: -65, known: null });
    hear(world, device);
  }
  emitMasterdata(world, device);
  return { smartlockId: device.smartlockId };
}

export const worldVerbs = { enterCode, wrongCode, use, appChange, addToken, addOwnDevice };
