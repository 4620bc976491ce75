import { createRandom } from "./random.ts";

export type Ids = { objectId(atMs: number): string; number(): number };

/**
 * MongoDB style ids: seconds, a constant machine part, a counter. They sort by time and then by order of
 * making, which is what the log's cursor relies on.
 */
export function createIds(seed: number): Ids {
  const random = createRandom(seed, "ids");
  const machine = random.hex(10);
  let counter = random.int(0x1000, 0x2000);
  let serial = random.int(100_000_000, 200_000_000);
  return {
    objectId(atMs) {
      counter = (counter + 1) % 0x1000000;
      const seconds = Math.floor(atMs / 1000);
      return seconds.toString(16).padStart(8, "0") + machine + counter.toString(16).padStart(6, "0");
    },
    number() {
      serial += random.int(1, 900);
      return serial;
    },
  };
}

/** The official schema shows an authorization's `operationId` as a serialised ObjectId, not as a string. */
export function expandObjectId(id: string) {
  const seconds = Number.parseInt(id.slice(0, 8), 16);
  return {
    timestamp: seconds,
    counter: Number.parseInt(id.slice(18, 24), 16),
    time: seconds * 1000,
    date: new Date(seconds * 1000).toISOString(),
    processIdentifier: Number.parseInt(id.slice(14, 18), 16),
    timeSecond: seconds,
    machineIdentifier: Number.parseInt(id.slice(8, 14), 16),
  };
}
