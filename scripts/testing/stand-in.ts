import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { loadOpenApi, validateRequest } from "./openapi";
import { type Chance, createChance, noTrouble, type Trouble } from "./stand-in-chance";
import { createLog, type StandInLog } from "./stand-in-log";
import { createWorld, type StandInDoor, type World, type WriteItem } from "./stand-in-world";

/*
 * A Nuki Web API of its own, for tests that do not trust the simulator: it shares no code with it or with the client,
 * is strict about the official file, and writes down every request that a careful client would not send.
 */

export interface StandInOptions {
  readonly seed: number;
  readonly startAt: number;
  readonly doors: readonly StandInDoor[];
  /** Rows per page at most, whatever is asked for. */
  readonly pageSize?: number;
}

export interface StandInRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number | null;
}

type Json = Record<string, unknown> | readonly unknown[];
interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Record<string, string>;
}

const token = "stand-in-token";

export async function startStandIn(options: StandInOptions) {
  const chance = createChance(options.seed);
  const world = createWorld(options.startAt, options.doors, chance);
  const log = createLog(createChance(options.seed + 17));
  const api = loadOpenApi();
  const requests: StandInRequest[] = [];
  let trouble: Trouble = noTrouble;
  let stormUntil = 0;
  let watch: (items: readonly WriteItem[]) => void = () => {};

  function judge(method: string, url: URL, body: unknown): void {
    if (!api) return;
    for (const problem of validateRequest(api, method, url.pathname, url.searchParams, body))
      world.violation(`${method} ${url.pathname}: ${problem}`);
  }

  function refusalByChance(): Answer | null {
    if (world.now() < stormUntil) return tooMany(chance);
    if (chance.happens(trouble.storm)) {
      stormUntil = world.now() + chance.between(1, 90) * 1000;
      return tooMany(chance);
    }
    for (const [status, probability] of Object.entries(trouble.status))
      if (status !== "500" && chance.happens(probability)) return refused(Number(status));
    return null;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "";
    const url = new URL(request.url ?? "/", "http://stand-in");
    const text = await textOf(request);
    let body: unknown;
    try {
      body = text === "" ? undefined : JSON.parse(text);
    } catch {
      world.violation(`${method} ${url.pathname}: a body that is not JSON`);
    }
    const answered = (status: number | null) =>
      requests.push({ at: world.now(), method, path: url.pathname, body, status });
    judge(method, url, body);
    if (request.headers.authorization !== `Bearer ${token}`) {
      answered(401);
      return send(response, refused(401));
    }
    const refusal = refusalByChance();
    if (refusal) {
      answered(refusal.status);
      return send(response, refusal);
    }
    const isCreate = method === "PUT" && url.pathname === "/smartlock/auth";
    if (isCreate && chance.happens(trouble.travel)) {
      world.travel(body, chance.between(80, 110) * 1000, watch);
      answered(null);
      return breakOff(response, "reset", { status: 204 });
    }
    const broken = howItBreaks(trouble, chance);
    if (broken === null || chance.happens(0.5)) {
      const answer = route(world, log, watch, trouble, options.pageSize ?? 100, { method, url, body });
      answered(broken === null ? answer.status : null);
      return broken === null ? send(response, answer) : breakOff(response, broken, answer);
    }
    answered(null);
    breakOff(response, broken, { status: 200, body: [] });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      world.violation(`the stand-in stumbled: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    world,
    log,
    requests,
    violations: world.violations,
    setTrouble(next: Partial<Trouble>): void {
      trouble = { ...noTrouble, ...next };
      if (!next.storm) stormUntil = 0;
    },
    /** Is told each authorization that an accepted request creates or updates, before it takes effect. */
    onWrite(next: typeof watch): void {
      watch = next;
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

type Break = "reset" | "hang" | "html" | "truncated" | "error";

function howItBreaks(trouble: Trouble, chance: Chance): Break | null {
  if (chance.happens(trouble.reset)) return "reset";
  if (chance.happens(trouble.hang)) return "hang";
  if (chance.happens(trouble.html)) return "html";
  if (chance.happens(trouble.truncated)) return "truncated";
  return chance.happens(trouble.status[500] ?? 0) ? "error" : null;
}

function breakOff(response: ServerResponse, how: Break, answer: Answer): void {
  switch (how) {
    case "reset":
      response.destroy();
      return;
    case "hang":
      // The client's own timeout has to end it.
      return;
    case "html":
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html><body>One moment, please</body></html>");
      return;
    case "truncated": {
      const text = JSON.stringify(answer.body ?? { note: "accepted" });
      response.writeHead(200, { "content-type": "application/json" });
      response.end(text.slice(0, Math.max(1, text.length - 3)));
      return;
    }
    case "error":
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ detailMessage: "internal error" }));
  }
}

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
}

function route(
  world: World,
  log: StandInLog,
  watch: (items: readonly WriteItem[]) => void,
  trouble: Trouble,
  pageLimit: number,
  { method, url, body }: Call,
): Answer {
  const what = `${method} ${url.pathname.replace(/\d{4,}/g, ":id")}`;
  const door = Number(/\d{4,}/.exec(url.pathname)?.[0] ?? 0);
  const number = (name: string, fallback: number) => Number(url.searchParams.get(name) ?? fallback);
  switch (what) {
    case "GET /account":
      return ok({ accountId: 1, email: "office@example.com", name: "Office", type: 0 });
    case "GET /smartlock":
      return ok(world.listDoors());
    case "GET /smartlock/:id/auth":
      return world.hasDoor(door) ? ok(world.listDoor(door, trouble)) : refused(404);
    case "GET /smartlock/log":
      return logAnswer(log.answer(null, url.searchParams));
    case "GET /smartlock/:id/log":
      return world.hasDoor(door) ? logAnswer(log.answer(door, url.searchParams)) : refused(404);
    case "GET /smartlock/auth/paged":
      return ok(world.listPage(number("page", 0), Math.min(number("size", 100), pageLimit), trouble));
    case "GET /account/user":
      return ok(world.listUsers(url.searchParams.get("email"), number("offset", 0), number("limit", 20)));
    case "PUT /account/user":
      return answerOf(world.createUser(body));
    case "POST /smartlock/:id/sync":
      world.sync(door);
      return { status: 204 };
    case "PUT /smartlock/auth":
      return answerOf(world.create(body, trouble, watch));
    case "POST /smartlock/auth":
      return answerOf(world.update(body, trouble, watch));
    case "DELETE /smartlock/auth":
      return answerOf(world.remove(body, trouble));
    default:
      world.violation(`${method} ${url.pathname} is not expected of this client`);
      return refused(404);
  }
}

function answerOf(result: { status: number; body?: Json }): Answer {
  return result.status < 300 ? result : refused(result.status);
}

function logAnswer(answer: ReturnType<StandInLog["answer"]>): Answer {
  return answer.status === 200 ? ok(answer.rows) : refused(400);
}

function ok(body: Json): Answer {
  return { status: 200, body };
}

function refused(status: number): Answer {
  return { status, body: { detailMessage: `refused with ${status}` } };
}

function tooMany(chance: Chance): Answer {
  const headers: Record<string, string> = chance.happens(0.5)
    ? { "retry-after": String(chance.between(1, 20)) }
    : {};
  return { ...refused(429), headers };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { ...headers, ...(body ? { "content-type": "application/json" } : {}) });
  response.end(body ? JSON.stringify(body) : undefined);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
