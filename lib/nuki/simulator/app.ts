import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { accountRoutes } from "./account.ts";
import { accountUserRoutes } from "./account-users.ts";
import { actionRoutes } from "./actions.ts";
import { apiKeyRoutes } from "./api-keys.ts";
import { authRoutes } from "./auths.ts";
import { discoveredBridges } from "./bridge-views.ts";
import { configRoutes } from "./config.ts";
import { controlApp } from "./control.ts";
import { deviceRoutes } from "./devices.ts";
import { faultMatches, takeHttpFault } from "./faults.ts";
import {
  ApiError,
  admit,
  type Call,
  exceptionBody,
  type Reply,
  type Route,
  statusBody,
  tooMany,
} from "./http.ts";
import { logRoutes } from "./logs.ts";
import { notificationRoutes } from "./notifications.ts";
import { oauthApp } from "./oauth.ts";
import { openerDataRoutes } from "./opener-data.ts";
import type { Simulator } from "./simulator.ts";
import { webhookRoutes } from "./webhooks.ts";
import type { RecordedRequest, World } from "./world.ts";

export type Env = { Bindings: HttpBindings; Variables: { record: RecordedRequest; raw: string } };

export const routes: Route[] = [
  ...accountRoutes,
  ...accountUserRoutes,
  ...authRoutes,
  ...logRoutes,
  ...deviceRoutes,
  ...actionRoutes,
  ...configRoutes,
  ...webhookRoutes,
  ...apiKeyRoutes,
  ...notificationRoutes,
  ...openerDataRoutes,
];

const recordedRequests = 20_000;

/** The whole program as a fetch handler: Nuki's endpoints, the control plane, the page. */
export function createApp(simulator: Simulator): Hono<Env> {
  const app = new Hono<Env>();
  app.route("/", controlApp(simulator));
  app.get("/", (context) => context.redirect("/_sim/page"));
  app.use("*", (context, next) => observe(simulator.world, context, next));
  app.route("/", oauthApp(simulator));
  // Asked of the same machine, but no part of the Web API.
  app.get("/discover/bridges", (context) => context.json(discoveredBridges(simulator.world)));
  for (const route of routes) {
    app.on(route.method, [route.path], (context) => serve(simulator.world, route, context));
  }
  app.notFound((context) => {
    const known = routes.some((route) => pattern(route.path).test(context.req.path));
    const status = known ? 405 : 404;
    return json(
      statusBody(status, known ? "The method is not allowed" : "Nothing matches the request URI"),
      status,
    );
  });
  app.onError((error) => {
    if (error instanceof ApiError) return json(error.body, error.status, error.headers);
    console.error("simulator:", error);
    return json(statusBody(500, "The server met an unexpected condition"), 500);
  });
  return app;
}

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/:[^/]+/g, "[^/]+")}$`);
}

function json(body: unknown, status: number, headers: Record<string, string> = {}): Response {
  if (body === undefined) return new Response(null, { status, headers });
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
}

async function serve(world: World, route: Route, context: Context<Env>): Promise<Response> {
  const record = context.get("record");
  record.route = route.path;
  const counter = `${route.method} ${route.path}`;
  world.counters.set(counter, (world.counters.get(counter) ?? 0) + 1);
  const reply = await answer(world, route, context);
  return json(reply.body, reply.status);
}

function answer(world: World, route: Route, context: Context<Env>): Reply | Promise<Reply> {
  const anonymous = { value: "", accountId: 0, scopes: [], kind: "api" as const };
  const token =
    route.scopes === null ? anonymous : admit(world, context.req.header("Authorization"), route.scopes);
  const account = world.accounts.get(token.accountId);
  if (route.scopes !== null && !account)
    throw new ApiError(401, exceptionBody("Your access token is not authorized"));
  const call: Call = {
    world,
    token,
    account: account ?? nobody,
    method: route.method,
    path: context.req.path,
    params: context.req.param() as Record<string, string>,
    query: new URL(context.req.url).searchParams,
    body: parseBody(context.get("raw")),
  };
  return route.run(call);
}

const nobody = {
  ...{ accountId: 0, type: 0, email: "", name: "", language: "en", setting: {} },
  ...{ creationDate: "", updateDate: "" },
};

/** No Content-Type is asked for; an empty body is null and malformed JSON is a 400. */
function parseBody(raw: string): unknown {
  if (raw.trim() === "") return null;
  try {
    return JSON.parse(raw);
  } catch {
    throw new ApiError(400, exceptionBody("The request entity is not valid JSON"));
  }
}

function readable(raw: string): unknown {
  try {
    return raw === "" ? null : JSON.parse(raw);
  } catch {
    return raw;
  }
}

/** Real time, and none that keeps a closed simulator alive. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Writes down each request and lets the faults happen to it: before it is executed, or to its answer. */
async function observe(
  world: World,
  context: Context<Env>,
  next: () => Promise<void>,
): Promise<Response | undefined> {
  const { method, path, url } = context.req;
  const raw = method === "GET" ? "" : await context.req.text();
  const query = new URL(url).search.slice(1);
  const at = world.clock.iso();
  const record: RecordedRequest = { at, method, path, query, route: null, body: readable(raw), status: null };
  context.set("record", record);
  context.set("raw", raw);
  world.requests.push(record);
  if (world.requests.length > recordedRequests) world.requests.splice(0, recordedRequests / 2);
  if (world.faults.slowMs > 0 && faultMatches(world.faults, method, path)) await pause(world.faults.slowMs);
  const fault = takeHttpFault(world.faults, method, path);
  if (fault) record.fault = fault;
  const settled = () => {
    record.status = context.res.status;
    const refused = String(record.status);
    if (record.status >= 400) world.rejected.set(refused, (world.rejected.get(refused) ?? 0) + 1);
  };
  switch (fault) {
    case null:
      await next();
      settled();
      return undefined;
    case "429":
    case "5xx":
    case "html": {
      const response = refusal(world, fault);
      record.status = response.status;
      world.rejected.set(fault, (world.rejected.get(fault) ?? 0) + 1);
      return response;
    }
    case "hang":
      if (world.faults.hangExecutes) await next();
      return new Promise(() => {});
    case "reset":
      if (world.faults.resetExecutes) await next();
      context.env.incoming.socket.destroy();
      return instead(context);
    case "truncate":
      await next();
      settled();
      return truncate(context);
  }
}

function refusal(world: World, fault: "429" | "5xx" | "html"): Response {
  if (fault === "429") {
    const error = tooMany(world, 2);
    return json(error.body, error.status, error.headers);
  }
  if (fault === "5xx") return json(statusBody(503, "The server is temporarily unable to answer"), 503);
  const page =
    "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
  return new Response(page, { status: 502, headers: { "Content-Type": "text/html" } });
}

/** Half of the body under the full length's header, then the connection ends. */
async function truncate(context: Context<Env>): Promise<Response> {
  const body = Buffer.from(await context.res.arrayBuffer());
  const { outgoing } = context.env;
  outgoing.writeHead(context.res.status, {
    "Content-Type": "application/json",
    "Content-Length": String(Math.max(body.length, 2)),
  });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
  return instead(context);
}

/** Hono keeps the answer of an executed handler unless it is taken away first. */
function instead(context: Context<Env>): Response {
  context.res = undefined;
  context.res = RESPONSE_ALREADY_SENT;
  return RESPONSE_ALREADY_SENT;
}
