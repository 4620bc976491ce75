import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app.ts";
import { defaultToken, Simulator, type SimulatorOptions } from "./simulator.ts";
import { keepState } from "./state-file.ts";

export type StartOptions = SimulatorOptions & {
  port?: number;
  /** Keeps the world in this file over restarts. */
  stateFile?: string;
};
export type RunningSimulator = { url: string; token: string; control: string; close(): Promise<void> };

const host = "127.0.0.1";

/** Starts the simulator on this machine only; port 0 takes any free one. */
export async function startSimulator(options: StartOptions = {}): Promise<RunningSimulator> {
  const simulator = new Simulator(options);
  if (options.stateFile) keepState(simulator, options.stateFile);
  const app = createApp(simulator);
  const server = createServer(getRequestListener(app.fetch));
  const port = await listen(server, options.port ?? 0);
  const url = `http://${host}:${port}`;
  return {
    url,
    token: options.token ?? defaultToken,
    control: `${url}/_sim`,
    close: () => {
      simulator.world.clock.stop();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("no port"));
      else resolve(address.port);
    });
  });
}
