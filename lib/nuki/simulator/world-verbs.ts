import { reportState, writeLog } from "./device-life.ts";
import { isObject } from "./input.ts";
import { deviceSideAuths } from "./life.ts";
import { allScopes } from "./scopes.ts";
import {
  type AppChange,
  type Auth,
  type Device,
  foreignAccountId,
  hasKeypad,
  type Json,
  ownAccountId,
  type World,
} from "./world.ts";
import { deviceZone, localClock } from "./zones.ts";

/** May this authorization open now, by the lock's own clock and calendar? */
export function isAllowedNow(world: World, device: Device, auth: Auth): boolean {
  const now = world.clock.now();
  if (!auth.enabled) return false;
  if (auth.allowedFromDate && now < Date.parse(auth.allowedFromDate)) return false;
  if (auth.allowedUntilDate && now > Date.parse(auth.allowedUntilDate)) return false;
  const local = localClock(deviceZone(device.config.timezoneId), now);
  if (auth.allowedWeekDays !== undefined && (auth.allowedWeekDays & local.weekdayBit) === 0) return false;
  const from = auth.allowedFromTime ?? 0;
  const until = auth.allowedUntilTime ?? 0;
  if (from === 0 && until === 0) return true;
  return local.minute >= from && (until === 0 || local.minute < until);
}

const keypadRow = { action: 1, trigger: 255, autoUnlock: false, source: 1 };

function enterCode(world: World, device: Device, input: Json): Json {
  if (!hasKeypad(device)) throw new Error("this device has no keypad");
  const auth = [...deviceSideAuths(device).values()].find((item) => item.code === Number(input.code));
  if (!auth) {
    writeLog(world, device, { ...keypadRow, name: "", state: 224 });
    return { opened: false, reason: "unknown code" };
  }
  if (!isAllowedNow(world, device, auth)) {
    writeLog(world, device, { ...keypadRow, name: auth.name, authId: auth.id, state: 9 });
    return { opened: false, reason: "not allowed now", authId: auth.id };
  }
  auth.lockCount++;
  auth.lastActiveDate = world.clock.iso();
  device.live = {
    ...device.live,
    state: device.type === 2 ? 5 : 3,
    trigger: 1,
    lastAction: device.type === 2 ? 3 : 1,
  };
  const opener = device.type === 2;
  writeLog(world, device, {
    ...keypadRow,
    action: opener ? 3 : 1,
    name: auth.name,
    authId: auth.id,
    state: 0,
  });
  reportState(world, device);
  return { opened: true, authId: auth.id, name: auth.name };
}

function wrongCode(world: World, device: Device, input: Json): Json {
  if (!hasKeypad(device)) throw new Error("this device has no keypad");
  const times = typeof input.times === "number" ? input.times : 1;
  for (let time = 0; time < times; time++) writeLog(world, device, { ...keypadRow, name: "", state: 224 });
  return { refused: times };
}

function ring(world: World, device: Device): Json {
  if (device.type !== 2) throw new Error("only an opener hears a bell");
  const openerLog = {
    ...{ activeCm: false, activeRto: device.live.state === 3, source: 0 },
    ...{ flagGeoFence: false, flagForce: false, flagDoorbellSuppression: false },
  };
  writeLog(world, device, {
    name: "",
    action: 224,
    trigger: 0,
    state: 0,
    autoUnlock: false,
    source: 0,
    openerLog,
  });
  reportState(world, device);
  return { rang: true };
}

function battery(world: World, device: Device, input: Json): Json {
  const { charge, critical, keypadCritical } = input;
  if (typeof charge === "number")
    device.live = { ...device.live, batteryCharge: charge, batteryCritical: charge <= 20 };
  if (typeof critical === "boolean") device.live = { ...device.live, batteryCritical: critical };
  if (typeof keypadCritical === "boolean")
    device.live = { ...device.live, keypadBatteryCritical: keypadCritical };
  reportState(world, device);
  return { ...device.live };
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
  world.tokens.set(value, { value, accountId, scopes, kind });
  return { token: value, scopes, accountId };
}

export const worldVerbs = { enterCode, wrongCode, ring, battery, appChange, addToken };
