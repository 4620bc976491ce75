import { Hono } from "hono";
import type { Env } from "./app.ts";
import { bridgeControl } from "./bridge-control.ts";
import { inputOf } from "./control-input.ts";
import { deviceVerbs, type Verb } from "./device-verbs.ts";
import { mergeFaults } from "./faults.ts";
import { redeemInvite } from "./invites.ts";
import { pageHtml } from "./page.ts";
import type { Simulator } from "./simulator.ts";
import { stateSummary } from "./summary.ts";
import { webhookControl } from "./webhook-control.ts";
import { findDevice } from "./world.ts";
import { worldVerbs } from "./world-verbs.ts";

const defaultSettleMs = 30_000;

/** What happens in the world rather than through Nuki's API: the hands of the tests and of the page. */
export function controlApp(simulator: Simulator): Hono<Env> {
  const app = new Hono<Env>().basePath("/_sim");
  app.onError((error, context) => context.json({ error: error.message }, 400));

  app.get("/page", (context) => context.html(pageHtml));
  app.get("/state", (context) => context.json(stateSummary(simulator.world)));
  app.get("/faults", (context) => context.json(simulator.world.faults));
  app.post("/faults", async (context) => {
    const problem = mergeFaults(simulator.world.faults, await inputOf(context));
    return problem ? context.json({ error: problem }, 400) : context.json(simulator.world.faults);
  });
  app.post("/clock/advance", async (context) => {
    const { ms } = await inputOf(context);
    if (typeof ms !== "number" || !(ms >= 0)) return context.json({ error: "ms must be a number" }, 400);
    await simulator.world.clock.advance(ms);
    return context.json({ now: simulator.world.clock.iso() });
  });
  app.post("/settle", async (context) => {
    const { limitMs } = await inputOf(context);
    const { clock } = simulator.world;
    const settled = await clock.settle(typeof limitMs === "number" ? limitMs : defaultSettleMs);
    return context.json({ settled, now: clock.iso() });
  });
  app.get("/outbox", (context) => context.json(simulator.world.outbox));
  app.post("/outbox/redeem", async (context) => {
    const problem = redeemInvite(simulator.world, String((await inputOf(context)).code));
    return problem ? context.json({ error: problem }, 400) : context.json({ redeemed: true });
  });
  requests(app, simulator);
  app.post("/tokens", async (context) =>
    context.json(worldVerbs.addToken(simulator.world, await inputOf(context))),
  );
  app.post("/reset", async (context) => {
    await simulator.reset();
    return context.json(stateSummary(simulator.world));
  });
  app.post("/advanced/:apiKeyId", async (context) => {
    const key = simulator.world.apiKeys.get(Number(context.req.param("apiKeyId")));
    if (!key?.advanced) return context.json({ error: "no such application" }, 404);
    Object.assign(key.advanced, await inputOf(context));
    return context.json(key.advanced);
  });
  devices(app, simulator);
  app.route("/", bridgeControl(simulator));
  app.route("/", webhookControl(simulator));
  return app;
}

function requests(app: Hono<Env>, simulator: Simulator): void {
  app.get("/requests", (context) => {
    const limit = Number(context.req.query("limit") ?? 1000);
    return context.json(limit > 0 ? simulator.world.requests.slice(-limit) : []);
  });
  app.post("/requests/clear", (context) => {
    const { world } = simulator;
    world.requests.length = 0;
    world.counters.clear();
    world.rejected.clear();
    return context.json({ cleared: true });
  });
}

const verbs: Record<string, Verb> = {
  ...deviceVerbs,
  "enter-code": worldVerbs.enterCode,
  "wrong-code": worldVerbs.wrongCode,
  use: worldVerbs.use,
  "app-change": worldVerbs.appChange,
};

function devices(app: Hono<Env>, simulator: Simulator): void {
  app.post("/devices", async (context) =>
    context.json(worldVerbs.addOwnDevice(simulator.world, await inputOf(context))),
  );
  app.post("/devices/:device/:verb", async (context) => {
    const { world } = simulator;
    const device = findDevice(world, context.req.param("device"));
    const verb = verbs[context.req.param("verb")];
    if (!device) return context.json({ error: "no such device" }, 404);
    if (!verb) return context.json({ error: `verbs are ${Object.keys(verbs).join(", ")}` }, 404);
    const result = await verb(world, device, await inputOf(context));
    return context.json(result ?? { smartlockId: device.smartlockId, serverState: device.serverState });
  });
}
