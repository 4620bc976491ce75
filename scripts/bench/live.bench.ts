import { setTimeout as pause } from "node:timers/promises";
import { type Office, startOffice } from "./running-office";

const events = 100;
const streams = 1_000;
/** The demo's simulator calls this long after the fact, as Nuki does. */
const nukiMs = 800;

interface Door {
  readonly id: string;
  readonly name: string;
}

/** From a door that opens to the browser's event stream, and what a thousand open streams cost. */
export async function bench() {
  const office = await startOffice();
  try {
    const doors = await addDoors(office, events);
    const byWebhook = await measure(office, doors, true, 40_000);
    const answers = await office.webhookTimes();
    await office.sim("faults", { webhookLoss: 1_000_000 });
    const byPolling = await measure(office, doors, false, 31_000);
    await office.sim("faults", { webhookLoss: 0 });
    const held = await holdStreams(office, doors);
    const name = `door to browser, ${events} events`;
    return [
      {
        name: `${name}, by webhook (${nukiMs} of it Nuki's), median`,
        value: quantile(byWebhook, 0.5),
        unit: "ms",
      },
      { name: `${name}, by webhook, p95`, value: quantile(byWebhook, 0.95), unit: "ms", limit: 2_000 },
      { name: `${name}, by polling, median`, value: quantile(byPolling, 0.5), unit: "ms" },
      { name: `${name}, by polling, p95`, value: quantile(byPolling, 0.95), unit: "ms", limit: 33_000 },
      { name: "webhook answered, median", value: quantile(answers, 0.5), unit: "ms" },
      { name: "webhook answered, p95", value: quantile(answers, 0.95), unit: "ms", limit: 250 },
      ...held,
    ];
  } finally {
    await office.stop();
  }
}

/** Doors that nothing else happens at; the office learns of them by its next reading. */
async function addDoors(office: Office, count: number): Promise<Door[]> {
  const names = Array.from({ length: count }, (_, index) => `Bench ${String(index).padStart(3, "0")}`);
  for (const name of names) await office.sim("devices", { type: 4, name });
  const doors: Door[] = [];
  for (const name of names) doors.push({ name, id: await findDoor(office, name) });
  return doors;
}

async function findDoor(office: Office, name: string): Promise<string> {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const page = await office.page(`/locks?q=${encodeURIComponent(name)}`);
    const id = /\/locks\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(page)?.[1];
    if (id) return id;
    await pause(500);
  }
  throw new Error(`the office does not know ${name}`);
}

/** Each door opens or shuts once, spread evenly; milliseconds until the stream tells of each. */
async function measure(
  office: Office,
  doors: readonly Door[],
  open: boolean,
  spreadMs: number,
): Promise<number[]> {
  const movedAt = new Map<string, number>();
  const took: number[] = [];
  let finish = () => {};
  const all = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const stream = await office.stream(({ topic, deviceId = "" }, at) => {
    const from = movedAt.get(deviceId);
    if (topic !== "device" || from === undefined) return;
    movedAt.delete(deviceId);
    took.push(at - from);
    if (took.length === doors.length) finish();
  });
  for (const { id, name } of doors) {
    movedAt.set(id, performance.now());
    await office.sim(`devices/${encodeURIComponent(name)}/door`, { open });
    await pause(spreadMs / doors.length);
  }
  const isComplete = await Promise.race([all.then(() => true), pause(60_000, false)]);
  stream.close();
  if (!isComplete) throw new Error(`of ${doors.length} events ${movedAt.size} were never heard of`);
  return took;
}

async function holdStreams(office: Office, doors: readonly Door[]) {
  await openStreams(office, 20, () => {}).then((warm) => warm.close());
  await pause(3_000);
  const before = office.memoryMb();
  let heard: number[] = [];
  const open = await openStreams(office, streams, (at) => heard.push(at));
  await pause(3_000);
  const after = office.memoryMb();
  const spreads: number[] = [];
  for (const { name } of doors.slice(0, 5)) {
    heard = [];
    await office.sim(`devices/${encodeURIComponent(name)}/door-sensor`, { state: 16 });
    while (heard.length < streams) await pause(20);
    spreads.push(Math.max(...heard) - Math.min(...heard));
  }
  open.close();
  return [
    { name: `${streams} open streams, memory of the server before`, value: before, unit: "MB" },
    { name: `${streams} open streams, memory of the server with them`, value: after, unit: "MB" },
    {
      name: "memory of one open stream",
      value: ((after - before) / streams) * 1024,
      unit: "KB",
      limit: 200,
    },
    {
      name: `one event to ${streams} streams, first to last`,
      value: quantile(spreads, 0.5),
      unit: "ms",
      limit: 1_000,
    },
  ];
}

async function openStreams(office: Office, count: number, onDevice: (at: number) => void) {
  const open: { close(): void }[] = [];
  for (let index = 0; index < count; index += 50) {
    const some = Array.from({ length: Math.min(50, count - index) }, () =>
      office.stream(({ topic }, at) => topic === "device" && onDevice(at)),
    );
    open.push(...(await Promise.all(some)));
  }
  return {
    close() {
      for (const stream of open) stream.close();
    },
  };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
