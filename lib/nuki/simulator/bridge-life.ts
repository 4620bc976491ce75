import { type Bridge, hears, noteAtBridge, type Site, serverConnected } from "./bridge.ts";
import { askDevice } from "./bridge-known.ts";
import { changeBridge, refreshSite } from "./reach.ts";
import type { World } from "./world.ts";

export type Unanswered = Bridge["unanswered"];

/** Memory of a running bridge: gone with the power. */
function forget(bridge: Bridge): void {
  for (const pairing of bridge.pairings.values()) pairing.known = null;
  bridge.callbacksStuck = false;
  bridge.busyWith = null;
  bridge.buttonPressed = null;
  bridge.usedHashes.clear();
}

export async function cutPower(world: World, bridge: Bridge, unanswered: Unanswered): Promise<void> {
  await changeBridge(world, bridge, () => {
    bridge.powered = false;
    bridge.booting = false;
    bridge.unanswered = unanswered;
    forget(bridge);
  });
}

/** Power comes (back): it starts, joins the Wi-Fi, and later has asked all its devices. */
export async function boot(world: World, bridge: Bridge): Promise<void> {
  await changeBridge(world, bridge, () => {
    bridge.powered = true;
    bridge.booting = true;
    forget(bridge);
  });
  const startedAt = world.clock.now();
  bridge.startedAt = startedAt;
  const same = () => bridge.powered && bridge.startedAt === startedAt;
  const { bridgeBootMs, bridgeLearnMs } = world.settings;
  world.clock.after(bridgeBootMs, "bridge starts", async () => {
    if (!same()) return;
    await changeBridge(world, bridge, () => {
      bridge.booting = false;
      noteAtBridge(world, bridge, "initialize-system");
    });
  });
  world.clock.after(bridgeBootMs + bridgeLearnMs, "bridge asks its devices", () => {
    if (!same()) return;
    for (const id of bridge.pairings.keys()) {
      const device = world.devices.get(id);
      if (device && hears(bridge, device)) askDevice(world, bridge, device);
    }
  });
}

export async function setWifi(world: World, bridge: Bridge, on: boolean, how: Unanswered): Promise<void> {
  await changeBridge(world, bridge, () => {
    bridge.wifi = on;
    bridge.unanswered = how;
    bridge.busyWith = null;
    noteAtBridge(world, bridge, on ? "wlan-connected" : "wlan-disconnected");
  });
}

export async function setCloud(world: World, bridge: Bridge, on: boolean): Promise<void> {
  await changeBridge(world, bridge, () => {
    bridge.cloud = on;
  });
}

/** The site's line: every bridge and every Wi-Fi lock of it hangs on it. */
export function setInternet(world: World, site: Site, on: boolean): void {
  const bridges = [...world.bridges.values()].filter((bridge) => bridge.site === site.key);
  for (const bridge of bridges) if (serverConnected(world, bridge)) bridge.lastContact = world.clock.now();
  const before = site.internet;
  site.internet = on;
  if (before !== on) {
    for (const bridge of bridges) noteAtBridge(world, bridge, on ? "server-connect" : "server-disconnect");
  }
  refreshSite(world, site.key);
}
