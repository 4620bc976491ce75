import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { type Office, startOffice } from "./running-office";

const devices = 500;
const rounds = 30;
const warmUps = 5;

/** The list of locks with 500 devices in the account: how long the server takes, and what travels to the browser. */
export async function bench() {
  const office = await startOffice();
  try {
    await addDevices(office);
    const first = await measure(office, "/locks?type=all");
    const filtered = await measure(office, "/locks?type=all&battery=low&sort=name");
    const name = `locks page of ${devices} devices`;
    return [
      { name: `${name}, server time, median`, value: quantile(first.times, 0.5), unit: "ms" },
      { name: `${name}, server time, p95`, value: quantile(first.times, 0.95), unit: "ms", limit: 500 },
      { name: `${name}, filtered, p95`, value: quantile(filtered.times, 0.95), unit: "ms", limit: 500 },
      { name: `${name}, document gzip`, value: first.bytes / 1024, unit: "KB", limit: 60 },
    ];
  } finally {
    await office.stop();
  }
}

async function addDevices(office: Office): Promise<void> {
  const state = (await office.sim("state")) as { devices: unknown[] };
  for (let index = state.devices.length; index < devices; index += 1) {
    const name = `Door ${String(index).padStart(3, "0")}`;
    await office.sim("devices", { type: [0, 3, 4, 5][index % 4], name, keypad: 2, battery: index % 100 });
  }
  // The office hears of them by its next reading.
  for (let attempt = 0; attempt < 240; attempt += 1) {
    const page = await office.page(`/locks?type=all&q=${encodeURIComponent(`Door ${devices - 1}`)}`);
    if (page.includes(`>Door ${devices - 1}<`)) return;
    await pause(500);
  }
  throw new Error(`the office does not know all ${devices} devices`);
}

async function measure(office: Office, path: string): Promise<{ times: number[]; bytes: number }> {
  for (let round = 0; round < warmUps; round += 1) await office.page(path);
  const times: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const page = await office.page(path);
    times.push(performance.now() - start);
    bytes = gzipSync(page).length;
  }
  return { times: times.toSorted((a, b) => a - b), bytes };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
