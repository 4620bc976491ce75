import {
  advancedRules,
  type ConfigRules,
  configRules,
  openerRules,
  readConfig,
  smartdoorRules,
} from "./config-rules.ts";
import { emitConfig } from "./events.ts";
import { accepted, type Call, deviceOf, invalid, ownDevice, type Reply, type Route } from "./http.ts";
import { isObject, objectBody, optionalFlag, optionalInteger } from "./input.ts";
import { deliver, track } from "./pending.ts";
import type { ConfigPart, Device, Json } from "./world.ts";

const scopes = ["smartlock.config"];

/** A whole object, checked at once and readable some seconds later. */
function write(part: ConfigPart, rules: ConfigRules) {
  return (call: Call): Reply => {
    const { world } = call;
    const device = deviceOf(call);
    if (!device[part]) throw invalid(device.type, "type");
    const values = readConfig(objectBody(call), rules);
    const operationId = world.ids.objectId(world.clock.now());
    device.operationId = operationId;
    track(
      world,
      { operationId, kind: "config", smartlockId: device.smartlockId },
      world.settings.configLatencyMs,
    );
    const release = () => {
      if (device.operationId === operationId) delete device.operationId;
    };
    const apply = () => {
      release();
      device[part] = { ...device[part], ...values };
      undoInApp(device, part, values);
      device.updateDate = world.clock.iso();
      emitConfig(world, device);
    };
    world.clock.after(world.settings.configLatencyMs, "config", () =>
      deliver(world, device, operationId, { apply, lost: release }),
    );
    return accepted;
  };
}

/** A whole object, written without having looked first, takes back what was changed in the app meanwhile. */
function undoInApp(device: Device, part: ConfigPart, values: Json): void {
  const kept = Object.entries(device.appConfig[part] ?? {}).filter(([name]) => !(name in values));
  if (kept.length > 0) device.appConfig[part] = Object.fromEntries(kept);
  else delete device.appConfig[part];
}

function readWebConfig(input: Json): Json {
  const dismissed = input.dismissedLiftUpHandleWarning;
  if (dismissed !== undefined && !(Array.isArray(dismissed) && dismissed.every(Number.isInteger))) {
    throw invalid(dismissed, "dismissedLiftUpHandleWarning");
  }
  const mail = optionalFlag(input, "batteryWarningPerMailEnabled");
  return {
    ...(mail === undefined ? {} : { batteryWarningPerMailEnabled: mail }),
    ...(dismissed === undefined ? {} : { dismissedLiftUpHandleWarning: dismissed }),
  };
}

/** Nuki Web's own preferences: no device is involved. */
function setWebConfig(device: Device, input: Json): void {
  device.webConfig = { ...device.webConfig, ...readWebConfig(input) };
}

function webConfig(call: Call): Reply {
  setWebConfig(deviceOf(call), objectBody(call));
  return accepted;
}

function bulkWebConfig(call: Call): Reply {
  const list = objectBody(call).webConfigRequests;
  if (!Array.isArray(list)) throw invalid(list, "webConfigRequests");
  const writes = list.map((item: unknown) => {
    if (!isObject(item) || typeof item.smartlockId !== "number") throw invalid(item, "webConfigRequests");
    if (!isObject(item.webConfig)) throw invalid(item.webConfig, "webConfig");
    readWebConfig(item.webConfig);
    return { device: ownDevice(call, item.smartlockId), webConfig: item.webConfig };
  });
  for (const item of writes) setWebConfig(item.device, item.webConfig);
  return accepted;
}

function adminPin(call: Call): Reply {
  const device = deviceOf(call);
  const input = objectBody(call);
  if (optionalInteger(input, "adminPin", 0, 9999) === undefined) throw invalid(input.adminPin, "adminPin");
  call.world.clock.after(call.world.settings.configLatencyMs, "admin pin", () => {
    device.adminPinState = 0;
  });
  return accepted;
}

const base = "/smartlock/:smartlockId";

export const configRoutes: Route[] = [
  { method: "POST", path: `${base}/config`, scopes, run: write("config", configRules) },
  { method: "POST", path: `${base}/advanced/config`, scopes, run: write("advancedConfig", advancedRules) },
  {
    method: "POST",
    path: `${base}/advanced/openerconfig`,
    scopes,
    run: write("openerAdvancedConfig", openerRules),
  },
  {
    method: "POST",
    path: `${base}/advanced/smartdoorconfig`,
    scopes,
    run: write("smartdoorAdvancedConfig", smartdoorRules),
  },
  { method: "POST", path: `${base}/web/config`, scopes, run: webConfig },
  { method: "POST", path: "/bulk-web-config", scopes, run: bulkWebConfig },
  { method: "POST", path: `${base}/admin/pin`, scopes, run: adminPin },
];
