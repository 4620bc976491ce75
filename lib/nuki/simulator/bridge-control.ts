import { type Context, Hono } from "hono";
import type { Env } from "./app.ts";
import { type Bridge, findBridge, noBridgeFaults, type Site } from "./bridge.ts";
import { restart } from "./bridge-api.ts";
import { boot, cutPower, setCloud, setInternet, setWifi, type Unanswered } from "./bridge-life.ts";
import { bridgeSummary } from "./bridge-views.ts";
import { flag, inputOf, numberOf } from "./control-input.ts";
import type { Simulator } from "./simulator.ts";
import type { Json, World } from "./world.ts";

type Verb = (world: World, bridge: Bridge, input: Json) => void | Promise<void>;

function howUnanswered(input: Json): Unanswered {
  const { unanswered = "refuse" } = input;
  if (unanswered === "refuse" || unanswered === "reset" || unanswered === "hang") return unanswered;
  throw new Error("unanswered must be one of refuse, reset, hang");
}

/** A typo must not silently be no fault. */
function setFaults(bridge: Bridge, input: Json): void {
  const known: Record<string, unknown> = noBridgeFaults();
  for (const [name, value] of Object.entries(input)) {
    if (!(name in known)) throw new Error(`faults of a bridge are ${Object.keys(known).join(", ")}`);
    const fits = name === "redirectTo" ? value === null || typeof value === "string" : true;
    if (!fits || (typeof known[name] === "number" && typeof value !== "number"))
      throw new Error(`${name} must be a ${name === "redirectTo" ? "URL or null" : typeof known[name]}`);
  }
  Object.assign(bridge.faults, input);
}

const verbs: Record<string, Verb> = {
  power: (world, bridge, input) => {
    const how = howUnanswered(input);
    return flag(input, "on") ? boot(world, bridge) : cutPower(world, bridge, how);
  },
  wifi: (world, bridge, input) => setWifi(world, bridge, flag(input, "on"), howUnanswered(input)),
  cloud: (world, bridge, input) => setCloud(world, bridge, flag(input, "on")),
  reboot: restart,
  clock: (_world, bridge, input) => {
    bridge.clockDriftMs = numberOf(input, "driftMs");
  },
  token: (_world, bridge, input) => {
    bridge.token = String(input.token);
  },
  api: (_world, bridge, input) => {
    bridge.apiEnabled = flag(input, "enabled");
  },
  discovery: (_world, bridge, input) => {
    bridge.discovery = flag(input, "on");
  },
  "press-button": (_world, bridge) => bridge.buttonPressed?.(),
  firmware: (_world, bridge, input) => {
    bridge.firmware = String(input.version ?? bridge.firmware);
    bridge.wifiFirmware = String(input.wifi ?? bridge.wifiFirmware);
  },
  callbacks: (_world, bridge, input) => {
    bridge.callbacksStuck = flag(input, "stuck");
  },
  neighbour: (_world, bridge, input) => {
    const [id, deviceType, rssi] = ["nukiId", "deviceType", "rssi"].map((name) => numberOf(input, name));
    const name = String(input.name ?? `Nuki_${(id ?? 0).toString(16).toUpperCase().padStart(8, "0")}`);
    bridge.neighbours.push({ nukiId: id ?? 0, deviceType: deviceType ?? 0, name, rssi: rssi ?? 0 });
  },
  faults: (_world, bridge, input) => setFaults(bridge, input),
};

function findSite(world: World, key: string): Site | undefined {
  return [...world.sites.values()].find((site) => site.key === key || site.name === key);
}

/** What happens to bridges and to the lines of whole sites. */
export function bridgeControl(simulator: Simulator): Hono<Env> {
  const app = new Hono<Env>();
  const missing = (context: Context<Env>, what: string) => context.json({ error: `no such ${what}` }, 404);

  app.get("/bridges", (context) => {
    const { world } = simulator;
    return context.json([...world.bridges.values()].map((bridge) => bridgeSummary(world, bridge)));
  });
  app.get("/bridges/:bridge/requests", (context) => {
    const bridge = findBridge(simulator.world, context.req.param("bridge"));
    return bridge ? context.json(bridge.requests) : missing(context, "bridge");
  });
  app.post("/bridges/:bridge/requests/clear", (context) => {
    const bridge = findBridge(simulator.world, context.req.param("bridge"));
    if (!bridge) return missing(context, "bridge");
    bridge.requests.length = 0;
    bridge.refusedBusy = 0;
    return context.json({ cleared: true });
  });
  app.post("/bridges/:bridge/:verb", async (context) => {
    const { world } = simulator;
    const bridge = findBridge(world, context.req.param("bridge"));
    const verb = verbs[context.req.param("verb")];
    if (!bridge) return missing(context, "bridge");
    if (!verb) return context.json({ error: `verbs are ${Object.keys(verbs).join(", ")}` }, 404);
    await verb(world, bridge, await inputOf(context));
    return context.json(bridgeSummary(world, bridge));
  });
  app.get("/sites", (context) => context.json([...simulator.world.sites.values()]));
  app.post("/sites/:site/internet", async (context) => {
    const site = findSite(simulator.world, context.req.param("site"));
    if (!site) return missing(context, "site");
    setInternet(simulator.world, site, flag(await inputOf(context), "on"));
    return context.json(site);
  });
  return app;
}
