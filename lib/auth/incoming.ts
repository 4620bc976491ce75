import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { callerOf } from "./caller-address.ts";

/*
 * What has to be settled before Next sees a request. It gives no way in, so this listens to the server that it makes; run
 * by scripts/start.mjs under plain Node. In development Next answers in a process of its own, which this does not reach.
 */

const channel = "http.server.request.start";
const halfAYear = 15_552_000;

interface Options {
  /** How many proxies of ours stand in front: as many hops of `X-Forwarded-For` are believed. */
  readonly trustedProxies: number;
  /** People come by https, so their browsers shall never try without. */
  readonly https: boolean;
}

/**
 * Overwrites `X-Forwarded-For` with the one address that is known to be the caller's, whatever the caller wrote into it,
 * and lets https sites say that they are. Ends with the function that it returns.
 */
export function settleIncoming({ trustedProxies, https }: Options): () => void {
  const settle = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const { headers, socket } = request;
    headers["x-forwarded-for"] = callerOf(headers["x-forwarded-for"], socket.remoteAddress, trustedProxies);
    if (https) response.setHeader("Strict-Transport-Security", `max-age=${halfAYear}`);
  };
  subscribe(channel, settle);
  return () => unsubscribe(channel, settle);
}
