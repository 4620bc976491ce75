import { type Bridge, hears, noteAtBridge, serverConnected } from "./bridge.ts";
import { pollDevice } from "./bridge-known.ts";
import { setReach } from "./device-life.ts";
import type { Device, World } from "./world.ts";

const offline = 4;

/** Through its bridge or its own Wi-Fi, and then through the site's line to the internet. */
function reachOf(world: World, device: Device): number {
  if (device.ownState !== 0) return device.ownState;
  if (device.flat) return offline;
  const bridge = device.bridge === undefined ? undefined : world.bridges.get(device.bridge);
  if (bridge) return serverConnected(world, bridge) && hears(bridge, device) ? 0 : offline;
  const internet = device.site === undefined || world.sites.get(device.site)?.internet !== false;
  return internet ? 0 : offline;
}

/** After something changed about one device; `known`: the cloud is told at once, as by a test's own hand. */
export function refreshReach(world: World, device: Device, known = false): void {
  setReach(world, device, reachOf(world, device), known);
}

export function refreshSite(world: World, site: string): void {
  for (const device of world.devices.values()) if (device.site === site) refreshReach(world, device);
}

/** Runs a change of the bridge and draws what follows from it: its cloud link, its devices, its port. */
export async function changeBridge(world: World, bridge: Bridge, change: () => void): Promise<void> {
  const devices = [...bridge.pairings.keys()].flatMap((id) => world.devices.get(id) ?? []);
  // Until this moment it kept asking.
  for (const device of devices) pollDevice(world, bridge, device);
  const before = serverConnected(world, bridge);
  if (before) bridge.lastContact = world.clock.now();
  change();
  const after = serverConnected(world, bridge);
  if (before !== after) noteAtBridge(world, bridge, after ? "server-connect" : "server-disconnect");
  for (const device of devices) refreshReach(world, device);
  await world.bridgeChanged(bridge);
}
