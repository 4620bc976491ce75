import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { answers, type Bridge, type BridgeRequest } from "./bridge.ts";
import { type BridgeReply, callBridge } from "./bridge-api.ts";
import { tokenStyle } from "./bridge-token.ts";
import type { Simulator } from "./simulator.ts";
import type { World } from "./world.ts";

const host = "127.0.0.1";
const keptRequests = 2_000;
const reasons: Record<number, string> = {
  ...{ 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found" },
  ...{ 405: "Method Not Allowed", 503: "Service Unavailable" },
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** One small web server per bridge, which is there while the bridge has power and Wi-Fi. */
export class BridgeServers {
  #simulator: Simulator;
  #firstPort: number;
  #servers = new Map<string, Server>();
  #serial = 0;

  constructor(simulator: Simulator, firstPort: number) {
    this.#simulator = simulator;
    this.#firstPort = firstPort;
  }

  async start(): Promise<void> {
    await this.#simulator.watchBridges((bridge) => this.#follow(bridge));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#servers.values()].map(close));
  }

  /** Listens, or does not, as befits the bridge; nobody who was waiting gets an answer from a dead one. */
  async #follow(bridge: Bridge): Promise<void> {
    const server = this.#servers.get(bridge.key) ?? this.#create(bridge.key);
    if (!answers(bridge)) server.closeAllConnections();
    const wanted = answers(bridge) || bridge.unanswered !== "refuse" || bridge.port === 0;
    if (wanted && !server.listening) await this.#listen(server, bridge);
    else if (!wanted && server.listening) await close(server);
    // A bridge that was off from the start has a port all the same, only nobody there.
    if (!answers(bridge) && bridge.unanswered === "refuse" && server.listening) await close(server);
  }

  #create(key: string): Server {
    const server = createServer((request, response) => void this.#serve(key, request, response));
    server.on("connection", (socket: Socket) => {
      const bridge = this.#simulator.world.bridges.get(key);
      if (!bridge || (!answers(bridge) && bridge.unanswered !== "hang")) socket.resetAndDestroy();
    });
    this.#servers.set(key, server);
    return server;
  }

  #listen(server: Server, bridge: Bridge): Promise<void> {
    const index = [...this.#servers.keys()].indexOf(bridge.key);
    const first = this.#firstPort === 0 ? 0 : this.#firstPort + index;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(bridge.port || first, host, () => {
        server.off("error", reject);
        const address = server.address();
        if (address !== null && typeof address !== "string") bridge.port = address.port;
        resolve();
      });
    });
  }

  async #serve(key: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { world } = this.#simulator;
    const bridge = world.bridges.get(key);
    if (!bridge || !answers(bridge)) return;
    const url = new URL(request.url ?? "/", `http://${host}`);
    const record = write(world, bridge, url);
    if (isBusy(bridge)) {
      record.overlapped = true;
      bridge.refusedBusy++;
      return send(record, response, { status: 503 });
    }
    const mine = ++this.#serial;
    bridge.busyWith = mine;
    const free = () => {
      if (bridge.busyWith !== mine) return;
      bridge.busyWith = null;
      bridge.freeAt = Date.now();
    };
    try {
      if (bridge.faults.slowMs > 0) await pause(bridge.faults.slowMs);
      if (misbehave(bridge, record, request, response)) return;
      const reply: BridgeReply =
        request.method === "GET"
          ? await callBridge(world, bridge, url.pathname, url.searchParams)
          : { status: 405 };
      // It may have lost its power while it was at it.
      if (!answers(bridge)) return;
      free();
      send(record, response, reply, take(bridge, "truncate"));
    } catch (error) {
      console.error("simulator: bridge", error);
      send(record, response, { status: 500 });
    } finally {
      free();
    }
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const secretNames = new Set(["token", "ctoken", "hash"]);

function write(world: World, bridge: Bridge, url: URL): BridgeRequest {
  const query = [...url.searchParams].map(
    ([name, value]) => `${name}=${secretNames.has(name) ? "…" : value}`,
  );
  const record: BridgeRequest = {
    ...{ at: world.clock.iso(), path: url.pathname, query: query.join("&") },
    ...{ tokenStyle: tokenStyle(url.searchParams), status: null, overlapped: false },
  };
  bridge.requests.push(record);
  if (bridge.requests.length > keptRequests) bridge.requests.splice(0, keptRequests / 2);
  return record;
}

function isBusy(bridge: Bridge): boolean {
  if (bridge.busyWith !== null) return true;
  return bridge.faults.gapMs > 0 && Date.now() - bridge.freeAt < bridge.faults.gapMs;
}

type Counter = "busy" | "hang" | "reset" | "html" | "truncate";

function take({ faults }: Bridge, counter: Counter): boolean {
  if (faults[counter] <= 0) return false;
  faults[counter]--;
  return true;
}

/** Whatever can go wrong with an answer instead of giving it; true when something did. */
function misbehave(
  bridge: Bridge,
  record: BridgeRequest,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { faults } = bridge;
  if (take(bridge, "hang")) return true;
  if (take(bridge, "reset")) return request.socket.resetAndDestroy() !== null;
  if (take(bridge, "busy")) send(record, response, { status: 503 });
  else if (faults.status.times > 0) {
    faults.status.times--;
    send(record, response, { status: faults.status.code });
  } else if (faults.redirectTo !== null) {
    record.status = 302;
    response.writeHead(302, { Location: faults.redirectTo }).end();
  } else if (take(bridge, "html")) {
    record.status = 200;
    response.writeHead(200, { "Content-Type": "text/html" }).end("<html><body>Router login</body></html>");
  } else return false;
  return true;
}

function send(record: BridgeRequest, response: ServerResponse, reply: BridgeReply, truncated = false): void {
  record.status = reply.status;
  if (response.destroyed) return;
  if (reply.status >= 400) {
    const text = `HTTP ${reply.status} ${reasons[reply.status] ?? "Error"}`;
    response.writeHead(reply.status, { "Content-Type": "text/plain" }).end(text);
    return;
  }
  if (reply.after) response.once("finish", reply.after);
  const body = reply.body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(reply.body));
  const headers = { "Content-Type": "application/json", "Content-Length": String(body.length) };
  response.writeHead(reply.status, headers);
  if (truncated) response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
  else response.end(body);
}
