import { randomInt } from "node:crypto";
import { createCodePool } from "./codes";
import type { Measurement } from "./plan.bench";

function measure(foreign: number): number {
  const pool = createCodePool([]);
  for (let count = 0; count < foreign; count += 1) pool.take((limit) => randomInt(limit));
  const started = performance.now();
  for (let count = 0; count < 10_000; count += 1)
    if (pool.take((limit) => randomInt(limit)) === null) throw new Error("no code is left");
  return performance.now() - started;
}

/** Codes for a big company at once, from the source that gives them out, alone and beside as many as there are already. */
export async function bench(): Promise<Measurement[]> {
  measure(0);
  return [
    { name: "10,000 keypad codes", value: measure(0), unit: "ms", limit: 2000 },
    { name: "10,000 keypad codes beside 5,000", value: measure(5000), unit: "ms", limit: 2000 },
  ];
}
