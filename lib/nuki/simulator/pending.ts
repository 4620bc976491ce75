import { type Device, isOnline, type PendingOperation, type World } from "./world.ts";

const offline = "ff";
const badPin = "21";

/** Makes a write visible as pending. */
export function track(world: World, operation: Omit<PendingOperation, "due">, latencyMs: number): void {
  world.pending.set(operation.operationId, {
    ...operation,
    due: new Date(world.clock.now() + latencyMs).toISOString(),
  });
}

export function deviceLatency(world: World): number {
  return world.random.latency.int(world.settings.latency.minMs, world.settings.latency.maxMs);
}

/**
 * Runs `apply` when the device is reached. What happens to a write for an offline device is not documented
 * and reported both ways, hence the three modes.
 */
export function deliver(
  world: World,
  device: Device,
  operationId: string,
  steps: { apply: () => void; lost: (errorCode?: string) => void },
  mayBeLate = true,
): void {
  if (world.devices.get(device.smartlockId) !== device) {
    // Detached meanwhile: nothing can be delivered, but whoever waits for the end must hear of it.
    world.pending.delete(operationId);
    steps.lost();
  } else if (isOnline(device)) {
    world.pending.delete(operationId);
    if (device.adminPinState !== 0) steps.lost(badPin);
    else steps.apply();
  } else if (mayBeLate && world.faults.offlineWrites === "late") {
    device.lateWrites.push(() => {
      world.clock.after(deviceLatency(world), "late write", () => deliver(world, device, operationId, steps));
    });
  } else {
    world.pending.delete(operationId);
    steps.lost(world.faults.offlineWrites === "lostWithError" ? offline : undefined);
  }
}
