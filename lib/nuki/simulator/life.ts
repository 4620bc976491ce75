import { emitAuth, emitResult } from "./events.ts";
import { faultMatches, takeFault } from "./faults.ts";
import type { Call } from "./http.ts";
import { sendInvite } from "./invites.ts";
import { deliver, deviceLatency, track } from "./pending.ts";
import { type Auth, type AuthDraft, addAuth, type Device, removeAuth, type World } from "./world.ts";

/** Device error codes of Nuki's table, as they appear in webhooks. */
const errors = { maxUsers: "13", tooManyCodes: "29", codeExists: "2a" };

export type ResultDetail = {
  smartlockId: number;
  success: boolean;
  errorCode?: string;
  id?: string;
  code?: string;
};

/** Collects what became of one request on each of its doors, for the webhook that tells it. */
export type Outcome = {
  requestId: string;
  open: number;
  details: ResultDetail[];
  /** The advanced calls report success too and send no mail; the plain ones only report failure. */
  advanced: boolean;
};

export function startOutcome(world: World, doors: number, advanced: boolean): Outcome {
  return { requestId: world.ids.objectId(world.clock.now()), open: doors, details: [], advanced };
}

function report(
  world: World,
  device: Device,
  outcome: Outcome | null,
  detail: Omit<ResultDetail, "smartlockId">,
): void {
  if (!outcome) return;
  outcome.details.push({ smartlockId: device.smartlockId, ...detail });
  outcome.open--;
  if (outcome.open > 0) return;
  const success = outcome.details.every((item) => item.success);
  if (success && !outcome.advanced) return;
  emitResult(world, device.accountId, {
    type: "AuthCreation",
    requestId: outcome.requestId,
    success,
    detail: outcome.details,
  });
}

function capacityError(device: Device, type: number): string | null {
  const limit = device.type === 0 ? 100 : 200;
  const codes = type === 13;
  const used = [...device.auths.values()].filter((auth) => (auth.type === 13) === codes).length;
  if (used < limit) return null;
  return codes ? errors.tooManyCodes : errors.maxUsers;
}

export function submitCreate(call: Call, device: Device, draft: AuthDraft, outcome: Outcome | null): void {
  const { world } = call;
  const operationId = world.ids.objectId(world.clock.now());
  const latency = deviceLatency(world);
  const create = { operationId, draft };
  const lose = faultMatches(world.faults, call.method, call.path) && takeFault(world.faults, "loseCreates");
  device.pendingCreates.add(create);
  track(world, { operationId, kind: "create", smartlockId: device.smartlockId, name: draft.name }, latency);
  const apply = () => {
    device.pendingCreates.delete(create);
    if (lose) return;
    const error = createError(device, draft);
    const now = world.clock.now();
    const id = world.ids.objectId(now);
    if (error) return report(world, device, outcome, { success: false, errorCode: error, id });
    const auth = materialise(world, device, draft, id);
    const invite = auth.type === 0 ? sendInvite(world, device, auth, operationId, !outcome?.advanced) : null;
    emitAuth(world, device, auth, false);
    report(world, device, outcome, {
      success: true,
      id,
      ...(outcome?.advanced && invite ? { code: invite.code } : {}),
    });
  };
  const lost = (errorCode?: string) => {
    device.pendingCreates.delete(create);
    const id = world.ids.objectId(world.clock.now());
    if (errorCode) report(world, device, outcome, { success: false, errorCode, id });
  };
  world.clock.after(latency, "create", () => deliver(world, device, operationId, { apply, lost }));
}

function createError(device: Device, draft: AuthDraft): string | null {
  const full = capacityError(device, draft.type);
  if (full) return full;
  // The device may know a code that was typed into the app and that the server has not heard of.
  const clash =
    draft.code !== undefined && [...deviceSideAuths(device).values()].some((a) => a.code === draft.code);
  return clash ? errors.codeExists : null;
}

/** The authorization as the device has just taken it. */
export function materialise(world: World, device: Device, draft: AuthDraft, id: string): Auth {
  const now = world.clock.iso();
  const auth: Auth = {
    id,
    ...draft,
    authId: device.nextAuthId++,
    lockCount: 0,
    creationDate: now,
    updateDate: now,
  };
  return addAuth(world, device, auth);
}

export function submitUpdate(call: Call, device: Device, auth: Auth, fields: Partial<Auth>): void {
  const { world } = call;
  const operationId = world.ids.objectId(world.clock.now());
  const latency = deviceLatency(world);
  const lose = faultMatches(world.faults, call.method, call.path) && takeFault(world.faults, "loseUpdates");
  auth.operationId = operationId;
  if (fields.code !== undefined) device.pendingCodes.set(auth.id, fields.code);
  const kind = "update" as const;
  track(
    world,
    { operationId, kind, smartlockId: device.smartlockId, authId: auth.id, name: auth.name },
    latency,
  );
  const release = () => {
    delete auth.operationId;
    device.pendingCodes.delete(auth.id);
  };
  const apply = () => {
    release();
    const removedInApp = device.appChanges.some(
      (change) => change.kind === "remove" && change.id === auth.id,
    );
    if (lose || removedInApp) return;
    device.appChanges = device.appChanges.filter(
      (change) => change.kind !== "update" || change.id !== auth.id,
    );
    Object.assign(auth, fields, { updateDate: world.clock.iso() });
    emitAuth(world, device, auth, false);
  };
  world.clock.after(latency, "update", () => deliver(world, device, operationId, { apply, lost: release }));
}

export function submitDelete(call: Call, device: Device, auth: Auth, done: () => void = () => {}): void {
  const { world } = call;
  const operationId = world.ids.objectId(world.clock.now());
  const latency = deviceLatency(world);
  const lose = faultMatches(world.faults, call.method, call.path) && takeFault(world.faults, "loseDeletes");
  auth.operationId = operationId;
  const kind = "delete" as const;
  track(
    world,
    { operationId, kind, smartlockId: device.smartlockId, authId: auth.id, name: auth.name },
    latency,
  );
  const release = () => {
    delete auth.operationId;
    done();
  };
  const apply = () => {
    if (lose) return release();
    removeAuth(world, device, auth.id);
    device.appChanges = device.appChanges.filter((change) => change.kind === "add" || change.id !== auth.id);
    emitAuth(world, device, auth, true);
    done();
  };
  world.clock.after(latency, "delete", () => deliver(world, device, operationId, { apply, lost: release }));
}

/** What the device itself knows: the server's list with what was done in the app on top. */
export function deviceSideAuths(device: Device): Map<string, Auth> {
  if (device.appChanges.length === 0) return device.auths;
  const auths = new Map(device.auths);
  for (const change of device.appChanges) {
    if (change.kind === "add") auths.set(change.auth.id, change.auth);
    else if (change.kind === "remove") auths.delete(change.id);
    else {
      const auth = auths.get(change.id);
      if (auth) auths.set(change.id, { ...auth, ...change.fields });
    }
  }
  return auths;
}
