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
import { isPossible, move, simpleAction } from "./motion.ts";
import { deliver, track } from "./pending.ts";
import type { Device } from "./world.ts";

const scopes = ["smartlock.action"];
const webTrigger = 4;

/** Device error codes of Nuki's table for what a motor may end with; anything else is "unknown". */
const errorOfCompletion: Record<number, string> = {
  ...{ 1: "42", 2: "46", 3: "40", 4: "45", 5: "49", 6: "43", 7: "4a", 9: "4e", 10: "4f" },
};

type Command = { action: number; option: number; simple: boolean };

/** Accepted at once, done seconds later; meanwhile the device refuses further commands with 423. */
function submit(call: Call, device: Device, command: Command, kind: string | null): string {
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
      const { action, option, simple } = command;
      const force = (option & 2) !== 0;
      const actor = { name: call.account.name, trigger: webTrigger, openerSource: 2, force, simple };
      move(world, device, action, actor, (completion) =>
        completion === 0 ? report(true) : report(false, errorOfCompletion[completion] ?? "ff"),
      );
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

function readAction(call: Call, device: Device): Command {
  const input = objectBody(call);
  const action = optionalInteger(input, "action", 0, 255);
  const option = optionalInteger(input, "option", 0, 7) ?? 0;
  if (action === undefined || !isPossible(device, action)) throw invalid(input.action, "action");
  return { action, option, simple: false };
}

function simpleCommand(device: Device, verb: "lock" | "unlock"): Command {
  if (device.type === 1 && verb === "lock") throw refuse(405, "The action is not allowed for this smartlock");
  return { action: simpleAction(device, verb), option: 0, simple: true };
}

function plain(call: Call): Reply {
  const device = deviceOf(call);
  submit(call, device, readAction(call, device), null);
  return accepted;
}

function simple(verb: "lock" | "unlock") {
  return (call: Call): Reply => {
    const device = deviceOf(call);
    submit(call, device, simpleCommand(device, verb), null);
    return accepted;
  };
}

function advanced(verb: "lock" | "unlock" | null) {
  const kind = verb === "unlock" ? "UnlockAction" : verb === "lock" ? "LockAction" : "Action";
  return (call: Call): Reply => {
    requireAdvanced(call);
    const device = deviceOf(call);
    const command = verb === null ? readAction(call, device) : simpleCommand(device, verb);
    return ok({ requestId: submit(call, device, command, kind) });
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
