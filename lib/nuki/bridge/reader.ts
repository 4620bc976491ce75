import "server-only";
import type { z } from "zod";
import type { Instant } from "@/lib/access/types";
import type { BridgeAddress } from "./address";
import { get } from "./exchange";
import { type BridgeReading, readingOf } from "./reading";
import { infoSchema, listSchema } from "./schemas";
import { type RandomBytes, type TokenMode, tokenQuery } from "./token";
import type { Turns } from "./turns";

/** Why a bridge told nothing. */
export type BridgeProblem =
  | "no_answer"
  | "refused"
  | "busy"
  | "bad_token"
  | "api_disabled"
  | "bad_answer"
  | "redirect";

type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly at: Instant }
  | { readonly ok: false; readonly problem: BridgeProblem };

export type BridgeRead =
  | { readonly ok: true; readonly reading: BridgeReading }
  | { readonly ok: false; readonly problem: BridgeProblem };

export interface BridgeReaderOptions {
  /** As `allowedAddress` gave it back. */
  readonly address: BridgeAddress;
  readonly token: string;
  readonly tokenMode: TokenMode;
  readonly now: () => Instant;
  readonly randomBytes: RandomBytes;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Shared by all who speak to bridges in this process. */
  readonly turns: Turns;
  readonly timeoutMs?: number;
}

/** The pauses after which a busy bridge is asked again. */
const busyPausesMs = [1_000, 2_000, 4_000];

/**
 * Asks a bridge how it is and how it hears its devices: `/info` and `/list`, never anything that moves a door, and not
 * `/lockState` either, which wakes a device and costs its battery.
 */
export async function readBridge(options: BridgeReaderOptions): Promise<BridgeRead> {
  const info = await ask(options, "/info", infoSchema);
  if (!info.ok) return info;
  const list = await ask(options, "/list", listSchema);
  if (!list.ok) return list;
  return { ok: true, reading: readingOf(info.value, list.value, info.at) };
}

async function ask<T>(
  options: BridgeReaderOptions,
  path: "/info" | "/list",
  schema: z.ZodType<T>,
): Promise<Outcome<T>> {
  const { host, port } = options.address;
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await options.turns(`${host} ${port}`, () => once(options, path, schema));
    const pauseMs = busyPausesMs[attempt];
    if (outcome.ok || outcome.problem !== "busy" || pauseMs === undefined) return outcome;
    await options.sleep(pauseMs);
  }
}

async function once<T>(
  { address, token, tokenMode, now, randomBytes, timeoutMs = 10_000 }: BridgeReaderOptions,
  path: string,
  schema: z.ZodType<T>,
): Promise<Outcome<T>> {
  const sentAt = now();
  const query = tokenQuery(token, tokenMode, { now: sentAt, randomBytes });
  const answer = await get(address, path, query, timeoutMs);
  if (answer.kind === "refused") return { ok: false, problem: "refused" };
  if (answer.kind === "too_large") return { ok: false, problem: "bad_answer" };
  if (answer.kind !== "answer") return { ok: false, problem: "no_answer" };
  const problem = problemOf(answer.status);
  if (problem) return { ok: false, problem };
  const parsed = schema.safeParse(jsonOf(answer.body));
  if (!parsed.success) return { ok: false, problem: "bad_answer" };
  return { ok: true, value: parsed.data, at: (sentAt + now()) / 2 };
}

function problemOf(status: number): BridgeProblem | null {
  if (status === 200) return null;
  if (status === 401) return "bad_token";
  if (status === 403) return "api_disabled";
  if (status === 503) return "busy";
  return status >= 300 && status < 400 ? "redirect" : "bad_answer";
}

/** Undefined, which no schema takes, for what is not JSON: a router's page, or an answer cut short. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
