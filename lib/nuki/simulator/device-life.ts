import { hear } from "./bridge-known.ts";
import { emitAuth, emitConfig, emitLog, emitMasterdata, emitStatus } from "./events.ts";
import {
  addAuth,
  type ConfigPart,
  type Device,
  isOnline,
  type LogRow,
  removeAuth,
  type World,
} from "./world.ts";

const dayMs = 24 * 3_600_000;

/** Puts a row where its id belongs: rows that an offline device kept arrive late, with their own old time. */
function insertRow(world: World, row: LogRow): void {
  let at = world.logs.length;
  while (at > 0 && (world.logs[at - 1]?.id ?? "") > row.id) at--;
  world.logs.splice(at, 0, row);
}

export type LogDraft = Omit<LogRow, "id" | "smartlockId" | "deviceType" | "date">;

/** One entry in the device's own log; the server has it at once when the device is online, else on its return. */
export function writeLog(world: World, device: Device, draft: LogDraft): LogRow {
  const now = world.clock.now();
  const row: LogRow = {
    id: world.ids.objectId(now),
    smartlockId: device.smartlockId,
    // The log's device type knows no Box; Boxes report themselves as 0.
    deviceType: device.type === 1 ? 0 : device.type,
    date: new Date(now).toISOString(),
    ...draft,
  };
  if (!isOnline(device)) {
    device.unsentLogs.push(row);
    return row;
  }
  insertRow(world, row);
  emitLog(world, device, row);
  return row;
}

/** The device's state reaches its bridge, if that is in range, and the server, if the device reaches the server. */
export function reportState(world: World, device: Device): void {
  hear(world, device);
  if (isOnline(device)) upload(world, device);
}

function upload(world: World, device: Device): void {
  device.state = { ...device.live };
  device.updateDate = world.clock.iso();
  emitStatus(world, device);
}

function flushLogs(world: World, device: Device): void {
  for (const row of device.unsentLogs) {
    insertRow(world, row);
    emitLog(world, device, row);
  }
  device.unsentLogs = [];
}

/** What "Update now" and the daily run do: everything that only the device knew is known to the server. */
export function syncDevice(world: World, device: Device): void {
  if (!isOnline(device)) return;
  const changes = device.appChanges;
  device.appChanges = [];
  for (const change of changes) {
    const auth = change.kind === "add" ? addAuth(world, device, change.auth) : device.auths.get(change.id);
    if (!auth) continue;
    if (change.kind === "update") Object.assign(auth, change.fields, { updateDate: world.clock.iso() });
    if (change.kind === "remove") removeAuth(world, device, auth.id);
    emitAuth(world, device, auth, change.kind === "remove");
  }
  takeAppConfig(world, device);
  flushLogs(world, device);
  reportState(world, device);
  emitMasterdata(world, device);
  emitConfig(world, device);
}

function takeAppConfig(world: World, device: Device): void {
  const parts = Object.keys(device.appConfig) as ConfigPart[];
  for (const part of parts) device[part] = { ...device[part], ...device.appConfig[part] };
  device.appConfig = {};
  if (parts.length > 0) device.updateDate = world.clock.iso();
}

function believe(world: World, device: Device, serverState: number): void {
  if (device.serverState === serverState) return;
  device.serverState = serverState;
  device.updateDate = world.clock.iso();
  emitStatus(world, device);
}

/** What is true comes first; that a device is gone, the cloud notices a little later, unless it is `known`. */
export function setReach(world: World, device: Device, reach: number, known: boolean): void {
  const before = device.reach;
  device.reach = reach;
  if (reach === 0) {
    if (before !== 0) returned(world, device);
    return;
  }
  const notice = () => device.reach !== 0 && believe(world, device, device.reach);
  if (known || device.serverState !== 0) notice();
  else if (before === 0) world.clock.after(world.settings.noticeMs, "outage noticed", () => void notice());
}

function returned(world: World, device: Device): void {
  device.serverState = 0;
  device.updateDate = world.clock.iso();
  flushLogs(world, device);
  upload(world, device);
  const late = device.lateWrites;
  device.lateWrites = [];
  for (const write of late) write();
}

export function startDailySync(world: World): void {
  const run = () => {
    for (const device of world.devices.values()) syncDevice(world, device);
    world.clock.after(dayMs, "daily sync", run, true);
  };
  world.clock.after(dayMs, "daily sync", run, true);
}
