import { reportState, writeLog } from "./device-life.ts";
import { type Device, type DeviceState, type OpenerLog, ownSetting, type World } from "./world.ts";

/** Who or what moves the device, as its log will tell it. */
export type Actor = {
  name: string;
  trigger: number;
  /** 0 doorbell, 1 time control, 2 app, 3 button, 4 fob, 5 bridge, 6 keypad. */
  openerSource: number;
  source?: number;
  authId?: string;
  accountUserId?: number;
  force?: boolean;
  /** A simple call: "lock" also ends an opener's continuous mode. */
  simple?: boolean;
};

/** `afterMs`: how long the state before it lasts. `logged`: from here on the action counts as done. */
type Step = { patch: Partial<DeviceState>; afterMs: number; logged?: boolean };

/** How long a motor takes, at most; a test with small latencies need not wait for it. */
const motorMs = 1_500;
const motorBlocked = 1;
/** Completions with which the motor had begun to turn; with the others it did not. */
const mechanical = new Set([1, 5, 6, 7]);
const minuteMs = 60_000;

const lockActions = new Set([1, 2, 3, 4, 5]);
const openerActions = new Set([1, 2, 3, 6, 7]);

/** An opener may be wired for its strike only (capabilities 0) or for the bell only (2). */
export function isPossible(device: Device, action: number): boolean {
  if (device.type === 1) return action === 1;
  if (device.type !== 2) return lockActions.has(action);
  const { capabilities } = device.config;
  if (capabilities === 0) return action === 3;
  return openerActions.has(action) && !(capabilities === 2 && action === 3);
}

const seconds = (value: unknown, otherwise: number) => (typeof value === "number" ? value : otherwise) * 1000;

function lockSteps(world: World, device: Device, action: number): Step[] {
  const most = world.settings.actionLatency.maxMs;
  const motor = Math.min(motorMs, most);
  const part = device.type === 3 ? "smartdoorAdvancedConfig" : "advancedConfig";
  const held = Math.min(seconds(ownSetting(device, part, "unlatchDuration"), 3), most);
  const gone = Math.min(seconds(ownSetting(device, part, "lngTimeout"), 20), most);
  const relock: Step[] = [
    { patch: { state: 4 }, afterMs: gone },
    { patch: { state: 1 }, afterMs: motor },
  ];
  const unlatch: Step[] = [
    { patch: { state: 7 }, afterMs: 0 },
    { patch: { state: 5 }, afterMs: motor, logged: true },
  ];
  switch (action) {
    case 1:
      return [
        { patch: { state: 2 }, afterMs: 0 },
        { patch: { state: 3 }, afterMs: motor, logged: true },
      ];
    case 2:
      return [
        { patch: { state: 4 }, afterMs: 0 },
        { patch: { state: 1 }, afterMs: motor, logged: true },
      ];
    case 3:
      return [...unlatch, { patch: { state: 3 }, afterMs: held }];
    case 4:
      return [
        { patch: { state: 2 }, afterMs: 0 },
        { patch: { state: 6 }, afterMs: motor, logged: true },
        ...relock,
      ];
    default:
      return [...unlatch, { patch: { state: 6 }, afterMs: held }, ...relock];
  }
}

const restState = (device: Device) => (device.live.ringToOpenEnd === undefined ? 1 : 3);

function openerSteps(world: World, device: Device, action: number, simple: boolean): Step[] {
  const most = world.settings.actionLatency.maxMs;
  const motor = Math.min(motorMs, most);
  const strike = Number(ownSetting(device, "openerAdvancedConfig", "electricStrikeDuration") ?? 3_000);
  const done = (patch: Partial<DeviceState>): Step[] => [
    { patch: {}, afterMs: 0 },
    { patch, afterMs: motor, logged: true },
  ];
  const rest = restState(device);
  switch (action) {
    case 1:
      return done(ringToOpen(world, device));
    case 2:
      return done({ ...noRingToOpen, ...(simple ? { mode: 2 } : {}) });
    case 3:
      return [
        { patch: { state: 7 }, afterMs: 0 },
        { patch: { state: 5 }, afterMs: motor, logged: true },
        { patch: { state: rest }, afterMs: Math.min(strike, most) },
      ];
    case 6:
      return done({ mode: 3 });
    default:
      return done({ mode: 2 });
  }
}

export const noRingToOpen: Partial<DeviceState> = { state: 1, ringToOpenTimer: 0, ringToOpenEnd: undefined };

function ringToOpen(world: World, device: Device): Partial<DeviceState> {
  const timeout = ownSetting(device, "openerAdvancedConfig", "rtoTimeout");
  const minutes = typeof timeout === "number" ? timeout : 20;
  const motor = Math.min(motorMs, world.settings.actionLatency.maxMs);
  const end = world.clock.now() + motor + minutes * minuteMs;
  const ringToOpenEnd = new Date(end).toISOString();
  // In the background: somebody who waits for the command to be done does not wait for its end in twenty minutes.
  const expire = () => {
    if (device.live.ringToOpenEnd !== ringToOpenEnd) return;
    device.live = { ...device.live, ...noRingToOpen };
    reportState(world, device);
  };
  world.clock.after(motor + minutes * minuteMs, "ring to open ends", expire, true);
  return { state: 3, ringToOpenTimer: minutes, ringToOpenEnd };
}

export function openerLogOf(device: Device, source: number, force = false): OpenerLog {
  const { mode, ringToOpenEnd } = device.live;
  return {
    ...{ activeCm: mode === 3, activeRto: ringToOpenEnd !== undefined, source },
    ...{ flagGeoFence: false, flagForce: force, flagDoorbellSuppression: false },
  };
}

/** One row about an action that somebody or something tried. */
export function logAction(
  world: World,
  device: Device,
  action: number,
  actor: Actor,
  completion: number,
): void {
  const { name, trigger, source, authId, accountUserId, openerSource, force } = actor;
  writeLog(world, device, {
    ...{ name, action, trigger, state: completion, autoUnlock: false, source: source ?? 0 },
    ...(authId === undefined ? {} : { authId }),
    ...(accountUserId === undefined ? {} : { accountUserId }),
    ...(device.type === 2 ? { openerLog: openerLogOf(device, openerSource, force) } : {}),
  });
}

/** Moves the motor or the strike, state by state; `done` hears the completion when the action itself is over. */
export function move(
  world: World,
  device: Device,
  action: number,
  actor: Actor,
  done: (completion: number) => void = () => {},
): void {
  const before = device.live.state;
  const opener = device.type === 2;
  const steps = opener
    ? openerSteps(world, device, action, actor.simple === true)
    : lockSteps(world, device, action);
  const motion = ++device.motion;
  const motorFault = opener ? 0 : device.motorFault;
  const finish = (completion: number) => {
    logAction(world, device, action, actor, completion);
    reportState(world, device);
    done(completion);
  };
  const take = (index: number): void => {
    const step = steps[index];
    if (!step) return;
    const run = () => {
      // Somebody else moved it meanwhile; a command that is not over yet is over by that.
      if (device.motion !== motion) return step.logged ? done(2) : undefined;
      if (motorFault !== 0 && step.logged) {
        device.live = { ...device.live, state: motorFault === motorBlocked ? 254 : before };
        return finish(motorFault);
      }
      device.live = { ...device.live, ...step.patch, trigger: actor.trigger, lastAction: action };
      if (step.logged) finish(0);
      else reportState(world, device);
      return take(index + 1);
    };
    if (step.afterMs === 0 && index === 0) run();
    else world.clock.after(step.afterMs, "motor", run);
  };
  if (motorFault === 0 || mechanical.has(motorFault)) take(0);
  else
    world.clock.after(Math.min(motorMs, world.settings.actionLatency.maxMs), "refusal", () =>
      finish(motorFault),
    );
}

/** As somebody at the door sees it: by the time they look, it is open. An opener's strike falls back by itself. */
export function moveAtOnce(world: World, device: Device, action: number, actor: Actor): void {
  if (device.motorFault !== 0 || device.type === 2 || action !== 1) {
    move(world, device, action, actor);
    return;
  }
  device.motion++;
  device.live = { ...device.live, state: 3, trigger: actor.trigger, lastAction: action };
  logAction(world, device, action, actor, 0);
  reportState(world, device);
}

/** The simple calls leave the choice to the device: an opener "unlocks" by working its strike. */
export function simpleAction(device: Device, verb: "lock" | "unlock"): number {
  if (verb === "lock") return 2;
  return device.type === 2 ? 3 : 1;
}
