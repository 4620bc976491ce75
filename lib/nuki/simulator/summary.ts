import { bridgeSummary } from "./bridge-views.ts";
import { hasKeypad, type Json, type World } from "./world.ts";

function countTypes(types: number[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}

/** The whole world in figures, for tests and for the page. */
export function stateSummary(world: World): Json {
  const pending = [...world.pending.values()];
  return {
    clock: {
      now: world.clock.iso(),
      mode: world.clock.manual ? "manual" : "real",
      waiting: world.clock.waiting().length,
      idle: world.clock.idle,
    },
    devices: [...world.devices.values()].map((device) => ({
      smartlockId: device.smartlockId,
      key: device.key,
      name: device.name,
      type: device.type,
      accountId: device.accountId,
      online: device.serverState === 0,
      reach: device.reach,
      site: device.site,
      bridge: device.bridge,
      state: device.live.state,
      doorState: device.live.doorState,
      ringToOpenEnd: device.live.ringToOpenEnd ?? null,
      continuous: device.live.mode === 3,
      serverState: device.serverState,
      keypad: hasKeypad(device),
      batteryCharge: device.state.batteryCharge ?? null,
      batteryCritical: device.state.batteryCritical,
      auths: device.auths.size,
      authsByType: countTypes([...device.auths.values()].map((auth) => auth.type)),
      pending: pending.filter((operation) => operation.smartlockId === device.smartlockId).length,
      unsyncedAppChanges: device.appChanges.length,
    })),
    pending,
    bridges: [...world.bridges.values()].map((bridge) => bridgeSummary(world, bridge)),
    users: world.users.size,
    logRows: world.logs.length,
    outbox: world.outbox.length,
    requests: Object.fromEntries(world.counters),
    rejected: Object.fromEntries(world.rejected),
    webhooksSent: world.webhookLogs.length,
    faults: world.faults,
  };
}
