import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createApp } from "./app.ts";
import { BridgeServers } from "./bridge-server.ts";
import { defaultToken, Simulator, type SimulatorOptions } from "./simulator.ts";
import { keepState } from "./state-file.ts";

export type StartOptions = SimulatorOptions & {
  port?: number;
  /** Of the first bridge; the others follow. 0, the default, takes any free ones. */
  bridgePort?: number;
  /** Keeps the world in this file over restarts. */
  stateFile?: string;
};
export type RunningBridge = { key: string; name: string; url: string; token: string; serverId: number };
export type RunningSimulator = {
  url: string;
  token: string;
  control: string;
  bridges: RunningBridge[];
  close(): Promise<void>;
};

const host = "127.0.0.1";

/** Starts the simulator on this machine only; port 0 takes any free one. */
export async function startSimulator(options: StartOptions = {}): Promise<RunningSimulator> {
  const simulator = new Simulator(options);
  if (options.stateFile) keepState(simulator, options.stateFile);
  const bridges = new BridgeServers(simulator, options.bridgePort ?? 0);
  await bridges.start();
  const app = createApp(simulator);
  const server = createServer(getRequestListener(app.fetch));
  const port = await listen(server, options.port ?? 0).catch(async (error: unknown) => {
    await bridges.close();
    throw error;
  });
  const url = `http://${host}:${port}`;
  return {
    url,
    token: options.token ?? defaultToken,
    control: `${url}/_sim`,
    bridges: [...simulator.world.bridges.values()].map(({ key, name, token, serverId, port: own }) => ({
      ...{ key, name, token, serverId, url: `http://${host}:${own}` },
    })),
    close: async () => {
      simulator.world.clock.stop();
      await bridges.close();
      await new Promise<void>((resolve) => {
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
