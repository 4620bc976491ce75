import { syncDevice } from "./device-life.ts";
import { emitMasterdata } from "./events.ts";
import { accepted, type Call, deviceOf, ok, ownDevices, type Reply, type Route } from "./http.ts";
import { objectBody, optionalFlag, optionalText, queryInteger } from "./input.ts";
import { deviceLatency } from "./pending.ts";
import { deviceView } from "./views.ts";

const read = ["smartlock", "smartlock.readOnly"];
const write = ["smartlock"];

function list(call: Call): Reply {
  const type = queryInteger(call, "type");
  const authId = queryInteger(call, "authId");
  const devices = ownDevices(call).filter(
    (device) =>
      (type === undefined || device.type === type) && (authId === undefined || device.authId === authId),
  );
  return ok(devices.map(deviceView));
}

/** Nuki Web's own label and star; the device is not told. */
function update(call: Call): Reply {
  const device = deviceOf(call);
  const input = objectBody(call);
  const name = optionalText(input, "name");
  const favorite = optionalFlag(input, "favorite");
  if (name !== undefined) device.name = name;
  if (favorite !== undefined) device.favorite = favorite;
  device.updateDate = call.world.clock.iso();
  emitMasterdata(call.world, device);
  return accepted;
}

function detach(call: Call): Reply {
  const device = deviceOf(call);
  call.world.devices.delete(device.smartlockId);
  for (const id of device.auths.keys()) call.world.authOwners.delete(id);
  emitMasterdata(call.world, device, true);
  return accepted;
}

function sync(call: Call): Reply {
  const device = deviceOf(call);
  call.world.clock.after(deviceLatency(call.world), "sync", () => syncDevice(call.world, device));
  return accepted;
}

export const deviceRoutes: Route[] = [
  { method: "GET", path: "/smartlock", scopes: read, run: list },
  {
    method: "GET",
    path: "/smartlock/:smartlockId",
    scopes: read,
    run: (call) => ok(deviceView(deviceOf(call))),
  },
  { method: "POST", path: "/smartlock/:smartlockId", scopes: write, run: update },
  { method: "DELETE", path: "/smartlock/:smartlockId", scopes: write, run: detach },
  { method: "POST", path: "/smartlock/:smartlockId/sync", scopes: ["smartlock.action"], run: sync },
];
