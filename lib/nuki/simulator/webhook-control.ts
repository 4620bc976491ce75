import { Hono } from "hono";
import type { Env } from "./app.ts";
import { inputOf, numberOf } from "./control-input.ts";
import { targets } from "./events.ts";
import type { Simulator } from "./simulator.ts";
import { headersOf, post, reserialised, type Target } from "./webhook-sender.ts";
import type { Json, SentWebhook } from "./world.ts";

type How = "signed" | "forged" | "unsigned" | "sha1" | "reserialised";

/** Each way in which a body can arrive; only the first is as Nuki sends it. */
const ways: Record<How, (target: Target, rawBody: string) => SentWebhook> = {
  signed: (target, rawBody) => ({ url: target.url, headers: headersOf(target, rawBody), rawBody }),
  forged: (target, rawBody) => ways.signed({ ...target, secret: "somebody else's" }, rawBody),
  unsigned: ({ url }, rawBody) => ({ url, headers: { "Content-Type": "application/json" }, rawBody }),
  sha1: (target, rawBody) => {
    const { "X-Nuki-Signature-SHA256": _sha256, ...headers } = headersOf(target, rawBody);
    return { url: target.url, headers, rawBody };
  },
  reserialised: (target, rawBody) => ({
    ...ways.signed(target, rawBody),
    rawBody: reserialised(rawBody),
  }),
};

const isHow = (value: unknown): value is How => typeof value === "string" && value in ways;

async function sendAll(list: SentWebhook[]): Promise<Json> {
  const sent = [];
  for (const item of list) sent.push({ url: item.url, status: await post(item) });
  return { sent };
}

/** Deliveries by hand: anything, to everybody registered, in any condition; and old ones again. */
export function webhookControl(simulator: Simulator): Hono<Env> {
  const app = new Hono<Env>();
  app.get("/webhooks", (context) => {
    const { world } = simulator;
    const shown = targets(world).map(({ url, kind, features, apiKeyId }) => ({
      url,
      kind,
      features,
      apiKeyId,
    }));
    return context.json({ targets: shown, deliveries: world.sentWebhooks.length });
  });
  app.post("/webhooks/send", async (context) => {
    const input = await inputOf(context);
    const { how = "signed", body = {} } = input;
    if (!isHow(how)) throw new Error(`how must be one of ${Object.keys(ways).join(", ")}`);
    const rawBody = JSON.stringify(input.asArray === true ? [body] : body);
    return context.json(await sendAll(targets(simulator.world).map((target) => ways[how](target, rawBody))));
  });
  app.post("/webhooks/replay", async (context) => {
    const input = await inputOf(context);
    const last = simulator.world.sentWebhooks.slice(-Math.max(1, numberOf(input, "last", 1)));
    if (input.reverse === true) last.reverse();
    const times = numberOf(input, "times", 1);
    return context.json(await sendAll(Array.from({ length: times }, () => last).flat()));
  });
  return app;
}
