import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** How the server treats a request that opens a door. */
export type Treatment =
  | { readonly status: number; readonly body?: string; readonly type?: string }
  | "hang"
  | "reset_at_connection"
  | "reset_before_reading"
  | "reset_after_reading"
  | "half_an_answer";

/** A server that is not on anybody's side: it counts what reaches it, and answers as it is told. */
export async function startDoorServer() {
  let treatment: Treatment = { status: 204 };
  const actions: { path: string; body: string }[] = [];
  const hanging: ServerResponse[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const action = { path: request.url ?? "", body: "" };
    // Counted by its first line: what was begun may have been read by a server that died later.
    actions.push(action);
    if (treatment === "reset_before_reading") return void request.socket.destroy();
    for await (const part of request) action.body += String(part);
    if (treatment === "reset_after_reading") return void request.socket.destroy();
    if (treatment === "hang") return void hanging.push(response);
    if (treatment === "half_an_answer") {
      response.writeHead(200, { "content-type": "application/json", "content-length": 500 });
      response.write('{"requestId":');
      return void setImmediate(() => request.socket.destroy());
    }
    const { status, body, type } = treatment as Exclude<Treatment, string>;
    response.writeHead(status, body ? { "content-type": type ?? "application/json" } : {});
    response.end(body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.on("connection", (socket: Socket) => {
    if (treatment === "reset_at_connection") socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: "door-server-token",
    actions,
    treat(next: Treatment): void {
      treatment = next;
    },
    /** Answers what hangs, late. */
    release(status = 204): void {
      for (const response of hanging.splice(0)) response.writeHead(status).end();
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type DoorServer = Awaited<ReturnType<typeof startDoorServer>>;
