import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { defaultFaults, type Faults } from "./faults.ts";
import { parseOffice } from "./office.ts";
import { type StartOptions, startSimulator } from "./start.ts";

const usualPort = 4280;
const text = { type: "string" } as const;

class UsageError extends Error {}

function number(name: string, value: string | undefined, min: number): number | undefined {
  if (value === undefined) return undefined;
  const result = Number(value);
  if (value.trim() === "" || !Number.isFinite(result) || result < min) {
    throw new UsageError(`--${name} must be a number of at least ${min}, not "${value}"`);
  }
  return result;
}

function latency(value: string | undefined): StartOptions["latency"] {
  if (value === undefined) return undefined;
  const match = /^(\d+),(\d+)$/.exec(value);
  if (!match || Number(match[1]) > Number(match[2])) {
    throw new UsageError(`--latency must be "min,max" in milliseconds, not "${value}"`);
  }
  return { minMs: Number(match[1]), maxMs: Number(match[2]) };
}

function faults(values: string[]): Partial<Faults> {
  const defaults: Record<string, unknown> = { ...defaultFaults() };
  const result: Record<string, unknown> = {};
  for (const item of values) {
    const at = item.indexOf("=");
    const name = item.slice(0, at);
    const value = item.slice(at + 1);
    if (at < 1 || !(name in defaults))
      throw new UsageError(`--fault ${item}: known are ${Object.keys(defaults).join(", ")}`);
    if (name === "match") result[name] = JSON.parse(value);
    else if (typeof defaults[name] === "number") result[name] = number(`fault ${name}`, value, 0);
    else result[name] = typeof defaults[name] === "boolean" ? value === "true" : value;
  }
  return result as Partial<Faults>;
}

function readOptions(): StartOptions {
  const { values } = parseArgs({
    options: {
      ...{
        port: text,
        office: text,
        staff: text,
        locks: text,
        openers: text,
        "history-days": text,
        "bridge-port": text,
        seed: text,
        speed: text,
        latency: text,
        rate: text,
        state: text,
      },
      ...{ token: text, fault: { type: "string", multiple: true } },
    },
  });
  const staff = number("staff", values.staff, 0);
  const locks = number("locks", values.locks, 0);
  const openers = number("openers", values.openers, 0) ?? 0;
  const chosen = number("port", values.port, 0);
  const port = chosen ?? usualPort;
  // Whoever chooses the port may run several beside each other: their bridges take what is free.
  const bridgePort = number("bridge-port", values["bridge-port"], 0) ?? (chosen === undefined ? port + 1 : 0);
  return {
    port,
    bridgePort,
    office: values.office === undefined ? null : parseOffice(readFileSync(values.office, "utf8")),
    size: { staff: staff ?? 20, locks: locks ?? 6, openers },
    historyDays: number("history-days", values["history-days"], 0),
    seed: number("seed", values.seed, 0),
    speed: number("speed", values.speed, 0.001),
    latency: latency(values.latency),
    requestsPerMinute: number("rate", values.rate, 0),
    faults: faults(values.fault ?? []),
    token: values.token,
    stateFile: values.state,
  };
}

/** One line says what is wrong; a stack trace would not help whoever typed the command. */
function explain(error: unknown, port: number | undefined): string {
  const { code, port: taken } = { code: "", port, ...(error instanceof Error ? error : {}) };
  const message = error instanceof Error ? error.message : String(error);
  const flag = taken === port ? "--port" : "--bridge-port";
  if (code === "EADDRINUSE") return `port ${taken} is already in use; choose another with ${flag}`;
  return message.split("\n")[0] ?? message;
}

let port: number | undefined;
try {
  const options = readOptions();
  port = options.port;
  const simulator = await startSimulator(options);
  console.log(`Nuki simulator listening on ${simulator.url}`);
  for (const { name, url, token, serverId } of simulator.bridges)
    console.log(`  bridge ${name} ${url} token ${token} (server id ${serverId})`);
  const stop = () => void simulator.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  console.error(`Nuki simulator: ${explain(error, port)}`);
  process.exitCode = 1;
}
