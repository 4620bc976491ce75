import { reportState, writeLog } from "./device-life.ts";
import { emitResult } from "./events.ts";
import {
  accepted,
  type Call,
  deviceOf,
  invalid,
  ok,
  type Reply,
  type Route,
  refuse,
  requireAdvanced,
} from "./http.ts";
import { objectBody, optionalInteger } from "./input.ts";
import { deliver, track } from "./pending.ts";
import type { Device, DeviceState, World } from "./world.ts";

const scopes = ["smartlock.action"];
const webTrigger = 4;
const lockActions = new Set([1, 2, 3, 4, 5]);
const openerActions = new Set([1, 2, 3, 6, 7]);
/** How long a motor takes, at most; a test with small latencies need not wait for it. */
const motorMs = 1_500;

type Step = { transit: Partial<DeviceState>; end: Partial<DeviceState> };

const lockSteps: Record<number, Step> = {
  1: { transit: { state: 2 }, end: { state: 3 } },
  2: { transit: { state: 4 }, end: { state: 1 } },
  3: { transit: { state: 7 }, end: { state: 5 } },
  4: { transit: { state: 6 }, end: { state: 1 } },
  5: { transit: { state: 7 }, end: { state: 1 } },
};

const openerSteps: Record<number, Step> = {
  1: { transit: {}, end: { state: 3, ringToOpenTimer: 20 } },
  2: { transit: {}, end: { state: 1, ringToOpenTimer: 0 } },
  3: { transit: { state: 7 }, end: { state: 1 } },
  6: { transit: {}, end: { mode: 3 } },
  7: { transit: {}, end: { mode: 2 } },
};

function stepOf(device: Device, action: number): Step | undefined {
  return (device.type === 2 ? openerSteps : lockSteps)[action];
}

function isPossible(device: Device, action: number): boolean {
  if (device.type === 1) return action === 1;
  return (device.type === 2 ? openerActions : lockActions).has(action);
}

function perform(world: World, device: Device, action: number, name: string, option: number): void {
  const step = stepOf(device, action);
  if (!step) return;
  device.live = { ...device.live, ...step.transit, trigger: webTrigger, lastAction: action };
  reportState(world, device);
  const moving = Math.min(motorMs, world.settings.actionLatency.maxMs);
  world.clock.after(moving, "motor", () => {
    device.live = { ...device.live, ...step.end };
    const openerLog = {
      ...{ activeCm: device.live.mode === 3, activeRto: device.live.state === 3, source: 2 },
      ...{ flagGeoFence: false, flagForce: (option & 2) !== 0, flagDoorbellSuppression: false },
    };
    writeLog(world, device, {
      ...{ name, action, trigger: webTrigger, state: 0, autoUnlock: false, source: 0 },
      ...(device.type === 2 ? { openerLog } : {}),
    });
    reportState(world, device);
  });
}

/** Accepted at once, done seconds later; meanwhile the device refuses further commands with 423. */
function submit(call: Call, device: Device, action: number, option: number, kind: string | null): string {
  const { world } = call;
  const now = world.clock.now();
  if (device.busyUntil > now) throw refuse(423, "Another operation is pending for this smartlock");
  const { minMs, maxMs } = world.settings.actionLatency;
  const latency = world.random.latency.int(minMs, maxMs);
  device.busyUntil = now + latency + maxMs;
  const operationId = world.ids.objectId(now);
  const { smartlockId } = device;
  const report = (success: boolean, errorCode?: string) => {
    if (kind === null && success) return;
    const result = { type: kind ?? "Action", requestId: operationId, smartlockId, success };
    if (kind !== null || errorCode)
      emitResult(world, device.accountId, { ...result, ...(errorCode ? { errorCode } : {}) });
  };
  track(world, { operationId, kind: "action", smartlockId }, latency);
  const steps = {
    apply: () => {
      perform(world, device, action, call.account.name, option);
      report(true);
    },
    lost: (errorCode?: string) => {
      device.busyUntil = 0;
      report(false, errorCode ?? (kind === null ? undefined : "ff"));
    },
  };
  // A command that comes hours later would open a door for nobody: actions are never delivered late.
  world.clock.after(latency, "action", () => deliver(world, device, operationId, steps, false));
  return operationId;
}

function readAction(call: Call, device: Device): { action: number; option: number } {
  const input = objectBody(call);
  const action = optionalInteger(input, "action", 0, 255);
  const option = optionalInteger(input, "option", 0, 7) ?? 0;
  if (action === undefined || !isPossible(device, action)) throw invalid(input.action, "action");
  return { action, option };
}

/** The simple calls leave the choice to the device: an opener "unlocks" by working the strike. */
function simpleAction(device: Device, verb: "lock" | "unlock"): number {
  if (device.type === 1 && verb === "lock") throw refuse(405, "The action is not allowed for this smartlock");
  if (verb === "lock") return 2;
  return device.type === 2 ? 3 : 1;
}

function plain(call: Call): Reply {
  const device = deviceOf(call);
  const { action, option } = readAction(call, device);
  submit(call, device, action, option, null);
  return accepted;
}

function simple(verb: "lock" | "unlock") {
  return (call: Call): Reply => {
    const device = deviceOf(call);
    submit(call, device, simpleAction(device, verb), 0, null);
    return accepted;
  };
}

function advanced(verb: "lock" | "unlock" | null) {
  const kind = verb === "unlock" ? "UnlockAction" : verb === "lock" ? "LockAction" : "Action";
  return (call: Call): Reply => {
    requireAdvanced(call);
    const device = deviceOf(call);
    const { action, option } =
      verb === null ? readAction(call, device) : { action: simpleAction(device, verb), option: 0 };
    return ok({ requestId: submit(call, device, action, option, kind) });
  };
}

const base = "/smartlock/:smartlockId/action";

export const actionRoutes: Route[] = [
  { method: "POST", path: base, scopes, run: plain },
  { method: "POST", path: `${base}/lock`, scopes, run: simple("lock") },
  { method: "POST", path: `${base}/unlock`, scopes, run: simple("unlock") },
  { method: "POST", path: `${base}/advanced`, scopes, run: advanced(null) },
  { method: "POST", path: `${base}/lock/advanced`, scopes, run: advanced("lock") },
  { method: "POST", path: `${base}/unlock/advanced`, scopes, run: advanced("unlock") },
];
