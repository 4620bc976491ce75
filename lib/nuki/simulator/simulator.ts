import type { Bridge } from "./bridge.ts";
import { Clock } from "./clock.ts";
import { startDailySync } from "./device-life.ts";
import { type Faults, mergeFaults } from "./faults.ts";
import type { Office } from "./office.ts";
import { seedBasics, seedForeignDoor, seedGenerated } from "./seed-generated.ts";
import { seedOffice } from "./seed-office.ts";
import { createWorld, type Settings, type World } from "./world.ts";

export type SimulatorOptions = {
  seed?: number;
  office?: Office | null;
  size?: { staff: number; locks: number; openers?: number };
  /** How long its doors have been in use, with all that left in the log. Default 90. */
  historyDays?: number;
  clock?: "real" | "manual";
  /** ISO; where a manual clock starts. */
  startAt?: string;
  speed?: number;
  latency?: { minMs: number; maxMs: number };
  /** 0 = no limit. Default 60; none with a manual clock, where nothing would refill the bucket. */
  requestsPerMinute?: number;
  faults?: Partial<Faults>;
  token?: string;
};

export const defaultToken = "demo-token-full-access";
const defaultStart = "2026-03-02T08:00:00.000Z";

function settingsOf(options: SimulatorOptions): Settings {
  const latency = options.latency;
  return {
    seed: options.seed ?? 1,
    historyDays: options.historyDays ?? 90,
    latency: latency ?? { minMs: 2_000, maxMs: 15_000 },
    actionLatency: latency ?? { minMs: 2_000, maxMs: 10_000 },
    configLatencyMs: Math.min(3_000, latency?.maxMs ?? 3_000),
    webhookLatencyMs: Math.min(800, latency?.maxMs ?? 800),
    noticeMs: Math.min(20_000, latency?.maxMs ?? 20_000),
    bridgeBootMs: Math.min(15_000, latency?.maxMs ?? 15_000),
    bridgeLearnMs: Math.min(60_000, latency?.maxMs ?? 60_000),
    requestsPerMinute: options.requestsPerMinute ?? (options.clock === "manual" ? 0 : 60),
  };
}

/** Holds the world, so that the control plane can throw it away and begin again. */
export class Simulator {
  world: World;
  #options: SimulatorOptions;
  #follow: World["bridgeChanged"] = async () => {};

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.world = this.#build();
  }

  async reset(): Promise<void> {
    const ports = new Map([...this.world.bridges.values()].map((bridge) => [bridge.key, bridge.port]));
    this.world.clock.stop();
    this.world = this.#build();
    for (const bridge of this.world.bridges.values()) bridge.port = ports.get(bridge.key) ?? 0;
    await this.watchBridges(this.#follow);
  }

  /** `follow` is called now for each bridge, and whenever one begins or ceases to answer, over all worlds. */
  async watchBridges(follow: (bridge: Bridge) => Promise<void>): Promise<void> {
    this.#follow = follow;
    this.world.bridgeChanged = follow;
    for (const bridge of this.world.bridges.values()) await follow(bridge);
  }

  #build(): World {
    const options = this.#options;
    const manual = options.clock === "manual";
    const startAt = manual ? Date.parse(options.startAt ?? defaultStart) : Date.now();
    if (Number.isNaN(startAt)) throw new Error(`startAt is not a time: ${options.startAt}`);
    const clock = new Clock({ manual, startAt, speed: options.speed ?? 1 });
    const world = createWorld(settingsOf(options), clock);
    const problem = mergeFaults(world.faults, { ...options.faults });
    if (problem) throw new Error(problem);
    seedBasics(world, options.token ?? defaultToken);
    if (options.office) seedOffice(world, options.office);
    else seedGenerated(world, options.size ?? { staff: 20, locks: 6 });
    seedForeignDoor(world);
    startDailySync(world);
    return world;
  }
}
