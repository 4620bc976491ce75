import { readFileSync } from "node:fs";
import { type Office, parseOffice } from "./office.ts";
import { type RunningSimulator, type StartOptions, startSimulator } from "./start.ts";

export type Answer = { status: number; body: unknown; text: string; headers: Headers };

/** What the simulator's own tests hold: Nuki's side and the world's side of one running simulator. */
export type Lab = {
  simulator: RunningSimulator;
  send(method: string, path: string, body?: unknown, token?: string | null): Promise<Answer>;
  control(method: "GET" | "POST", path: string, body?: unknown): Promise<Answer>;
  settle(): Promise<void>;
  advance(ms: number): Promise<void>;
};

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown;
  try {
    body = text === "" ? undefined : JSON.parse(text);
  } catch {
    body = text;
  }
  return { status: response.status, body, text, headers: response.headers };
}

/** A simulator on a free port with a manual clock that stands at Monday, 2 March 2026, 09:00 in Vienna. */
export async function startLab(options: StartOptions = {}): Promise<Lab> {
  const simulator = await startSimulator({ clock: "manual", size: { staff: 0, locks: 6 }, ...options });
  const request = async (url: string, method: string, body: unknown, headers: Record<string, string>) => {
    const payload = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
    return answerOf(await fetch(url, { method, headers, body: payload, redirect: "manual" }));
  };
  const control: Lab["control"] = (method, path, body) =>
    request(`${simulator.control}${path}`, method, body, {});
  return {
    simulator,
    send: (method, path, body, token = simulator.token) =>
      request(
        `${simulator.url}${path}`,
        method,
        body,
        token === null ? {} : { Authorization: `Bearer ${token}` },
      ),
    control,
    settle: async () => void (await control("POST", "/settle", {})),
    advance: async (ms) => void (await control("POST", "/clock/advance", { ms })),
  };
}

export type Row = Record<string, unknown> & { id: string; name: string; smartlockId: number; type: number };

/** The office that the demo shows: two sites, 18 devices, 60 staff, one lock offline. */
export function demoOffice(): Office {
  return parseOffice(readFileSync(new URL("../../demo/office.json", import.meta.url), "utf8"));
}

/** The answer's rows; anything else is a failed test, not an empty list. */
export function rows(answer: Answer): Row[] {
  if (answer.status !== 200 || !Array.isArray(answer.body))
    throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body as Row[];
}

export function fields(answer: Answer): Record<string, unknown> {
  if (typeof answer.body !== "object" || answer.body === null)
    throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body as Record<string, unknown>;
}

/** A valid keypad code for the nth person: no zero, not starting with 12. */
export function codeNumber(index: number): number {
  const digits = index.toString(9).padStart(4, "0");
  return Number(`34${[...digits].map((digit) => Number(digit) + 1).join("")}`);
}

export const office = { allowedWeekDays: 124, allowedFromTime: 420, allowedUntilTime: 1140 };

/** The local side of one bridge of a lab. */
export type Bridgehead = {
  url: string;
  token: string;
  /** With the plain token. */
  get(path: string, query?: Record<string, string>): Promise<Answer>;
  ask(path: string, query: Record<string, string>, signal?: AbortSignal): Promise<Answer>;
  verb(name: string, body?: unknown): Promise<Record<string, unknown>>;
  summary(): Promise<Record<string, unknown>>;
  untilBusy(): Promise<void>;
};

export function bridgehead(lab: Lab, key: string): Bridgehead {
  const bridge = lab.simulator.bridges.find((item) => item.key === key);
  if (!bridge) throw new Error(`no bridge ${key}`);
  const { url, token } = bridge;
  const ask: Bridgehead["ask"] = async (path, query, signal) => {
    const address = `${url}${path}?${new URLSearchParams(query)}`;
    return answerOf(await fetch(address, { redirect: "manual", ...(signal ? { signal } : {}) }));
  };
  const summary = async () => {
    const all = list(await lab.control("GET", "/bridges"));
    return all.find((item) => item.key === key) ?? {};
  };
  return {
    ...{ url, token, ask, summary },
    get: (path, query = {}) => ask(path, { ...query, token }),
    verb: async (name, body = {}) => {
      const answer = await lab.control("POST", `/bridges/${key}/${name}`, body);
      if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
      return fields(answer);
    },
    untilBusy: async () => {
      while ((await summary()).busy !== true);
    },
  };
}

/** As `rows`, of things that are not Nuki's. */
export function list(answer: Answer): Record<string, unknown>[] {
  return rows(answer);
}
