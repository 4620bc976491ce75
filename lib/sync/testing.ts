import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import pino from "pino";
import type {
  AreaId,
  CredentialState,
  DeviceId,
  Instant,
  ScheduleId,
  SiteId,
  StaffId,
  TimeWindow,
} from "@/lib/access/types";
import { transact } from "@/lib/db/connection";
import {
  accountSync,
  accounts,
  areaDevices,
  areas,
  changes,
  credentials,
  devices,
  placements,
  rules,
  schedules,
  sites,
  staff,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { TestDatabase } from "@/lib/db/testing";
import { createNuki } from "@/lib/nuki/client";
import { startSimulator } from "@/lib/nuki/simulator/start";
import { ensureCodes } from "@/lib/staff/codes";
import { weekdays } from "@/lib/time/weekdays";
import type { SyncContext } from "./context";
import { takeTurn } from "./turn";

/** What the simulator has recorded of one request. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly status?: number;
  readonly body?: unknown;
}

type SimulatorOptions = Parameters<typeof startSimulator>[0];

/** Monday, 2 March 2026, 09:00 in Vienna. */
const startAt = "2026-03-02T08:00:00.000Z";

export const officeHours: TimeWindow = { days: weekdays(31), fromMinute: 420, untilMinute: 1140 };

/** The real sync on a real database against the real simulator, with one clock for both that only moves by hand. */
export async function startSyncLab(database: TestDatabase, options: SimulatorOptions = {}) {
  const simulator = await startSimulator({
    clock: "manual",
    startAt,
    requestsPerMinute: 1_000_000,
    size: { staff: 0, locks: 6 },
    ...options,
  });
  let now: Instant = Date.parse(startAt);
  const context = await openContext(database, simulator, () => now);

  const control = async (method: "GET" | "POST", path: string, body: unknown = {}): Promise<unknown> => {
    const response = await fetch(`${simulator.control}/${path}`, {
      method,
      ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`the simulator answered ${response.status} to ${path}`);
    return response.json();
  };
  const advance = async (ms: number): Promise<void> => {
    now += ms;
    await control("POST", "clock/advance", { ms });
  };
  const turn = (wanted: readonly StaffId[] | "all" = []) => takeTurn(context, wanted);

  return {
    context,
    simulator,
    control,
    advance,
    turn,
    now: () => now,
    faults: (faults: Record<string, unknown>) => control("POST", "faults", faults),
    /** Turns until nothing is on its way, the clock moving to the next thing that is due. */
    async settle(wanted: readonly StaffId[] | "all" = [], limitMs = 30 * 60_000): Promise<void> {
      const end = now + limitMs;
      let scope = wanted;
      while (now < end) {
        const done = await turn(scope);
        scope = [];
        if (!(await isBusy(database))) return;
        await advance(Math.max(1_000, Math.min((done?.nextAt ?? now) - now, 10_000)));
      }
      throw new Error("the sync did not come to rest");
    },
    async writes(): Promise<SeenRequest[]> {
      const all = (await control("GET", "requests?limit=100000")) as SeenRequest[];
      return all.filter((request) => request.method !== "GET");
    },
    stop: () => simulator.close(),
  };
}

export type SyncLab = Awaited<ReturnType<typeof startSyncLab>>;

/** The real sync of one account against this simulator; time is handed in. */
export async function openContext(
  { db }: TestDatabase,
  simulator: { url: string; token: string },
  now: () => Instant,
): Promise<SyncContext> {
  const secrets = getSecrets();
  const [account] = await db
    .insert(accounts)
    .values({ name: "Lab", apiUrl: simulator.url, token: secrets.seal(simulator.token, "account_token") })
    .returning();
  if (!account) throw new Error("no account");
  await db.insert(accountSync).values({ accountId: account.id });
  return {
    db,
    account,
    secrets,
    nuki: createNuki({
      baseUrl: simulator.url,
      token: async () => simulator.token,
      // The lab's time stands still while it waits, so nothing may wait for it.
      limiter: { acquire: async () => {}, pause: () => {} },
      sleep: async () => {},
      timeoutMs: 5_000,
    }),
    log: pino({ level: "silent" }),
    worker: randomUUID(),
    now,
    random: () => 0.5,
  };
}

async function isBusy({ db }: TestDatabase): Promise<boolean> {
  const open = await db
    .select({
      state: changes.state,
      inFlight: changes.inFlight,
      reason: changes.reason,
      nextTryAt: changes.nextTryAt,
    })
    .from(changes)
    .where(isNull(changes.closedAt));
  return open.some(
    (row) =>
      (row.inFlight && row.state !== "waiting") ||
      row.state === "planned" ||
      (row.state === "waiting" && row.nextTryAt !== null && row.reason !== "not_yet"),
  );
}

/** A site with every device of the lab, one area per device, and office hours: the ground on which rules stand. */
export async function layGround({ db }: TestDatabase, timeZone = "Europe/Vienna") {
  const [site] = await db.insert(sites).values({ name: "Vienna", timeZone }).returning();
  const [schedule] = await db
    .insert(schedules)
    .values({ name: "Office hours", windows: [officeHours] })
    .returning();
  if (!site || !schedule) throw new Error("no ground");
  const doors = await db.select().from(devices).orderBy(devices.nukiId);
  const areaOf = new Map<DeviceId, AreaId>();
  for (const door of doors) {
    await db.insert(placements).values({ deviceId: door.id, siteId: site.id });
    const [area] = await db
      .insert(areas)
      .values({ name: `Only ${door.name}` })
      .returning();
    if (!area) throw new Error("no area");
    await db.insert(areaDevices).values({ areaId: area.id, deviceId: door.id });
    areaOf.set(door.id, area.id);
  }
  return { siteId: site.id as SiteId, scheduleId: schedule.id as ScheduleId, doors, areaOf };
}

export type Ground = Awaited<ReturnType<typeof layGround>>;

/** A staff member with a code and a personal rule for each of these doors. */
export async function hire(
  { db }: TestDatabase,
  ground: Ground,
  name: string,
  access: { doors: readonly DeviceId[]; app?: boolean; keypad?: boolean },
  now: Instant,
): Promise<StaffId> {
  const email = `${name.toLowerCase().replaceAll(/[^a-z]/g, ".")}@example.com`;
  const [person] = await db.insert(staff).values({ displayName: name, email }).returning();
  if (!person) throw new Error("nobody was hired");
  for (const door of access.doors) {
    const areaId = ground.areaOf.get(door);
    if (!areaId) throw new Error("no such door");
    await db.insert(rules).values({
      staffId: person.id,
      areaId,
      scheduleId: ground.scheduleId,
      app: access.app ?? false,
      keypad: access.keypad ?? true,
    });
  }
  await transact((tx) => ensureCodes(tx, [person.id], new Date(now)));
  return person.id;
}

/** The states of somebody's credentials, door by door in the order of the doors' numbers. */
export async function statesOf({ db }: TestDatabase, staffId: StaffId): Promise<CredentialState[]> {
  const rows = await db
    .select({ state: credentials.state })
    .from(credentials)
    .innerJoin(devices, eq(devices.id, credentials.deviceId))
    .where(and(eq(credentials.staffId, staffId)))
    .orderBy(devices.nukiId, credentials.kind);
  return rows.map((row) => row.state);
}
