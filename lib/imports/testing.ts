import { readFileSync } from "node:fs";
import type { DeviceId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { accounts, admins, devices, placements, sites } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { TestDatabase } from "@/lib/db/testing";
import { openQueue, type Queue, setQueue } from "@/lib/jobs/queue";
import type { Result } from "@/lib/result";
import { mapColumns } from "./commands";
import { confirmImport } from "./confirm";
import { getPlan } from "./plan-views";
import { getColumns } from "./queries";
import { runImport } from "./run";
import { startImport } from "./upload";

interface OfficeFile {
  readonly sites: readonly { key: string; name: string; timeZone: string }[];
  readonly devices: readonly {
    key: string;
    name: string;
    site: string;
    type: number;
    keypad: number | null;
    online: boolean;
  }[];
}

/** The doors of the demo office, as if they had just been read from Nuki, and an owner. Nobody works there yet. */
export async function openOffice({
  db,
}: TestDatabase): Promise<{ actor: Actor; doorOf: Map<string, DeviceId> }> {
  const office = JSON.parse(
    readFileSync(new URL("../demo/office.json", import.meta.url), "utf8"),
  ) as OfficeFile;
  const [admin] = await db
    .insert(admins)
    .values({ email: "eva@example.com", name: "Eva Linden", role: "owner", allSites: true })
    .returning();
  const token = getSecrets().seal("token", "account_token");
  const [account] = await db
    .insert(accounts)
    .values({ name: "Office", apiUrl: "http://localhost", token })
    .returning();
  if (!admin || !account) throw new Error("no office");
  const siteIds = new Map<string, (typeof sites.$inferSelect)["id"]>();
  for (const { key, name, timeZone } of office.sites) {
    const [site] = await db.insert(sites).values({ name, timeZone }).returning();
    if (site) siteIds.set(key, site.id);
  }
  const doorOf = new Map<string, DeviceId>();
  for (const [index, { key, name, site, type, keypad, online }] of office.devices.entries()) {
    const [door] = await db
      .insert(devices)
      .values({
        accountId: account.id,
        nukiId: 18_000_000_000 + index,
        type,
        name,
        serverState: online ? 0 : 4,
        adminPinState: 0,
        batteryCritical: false,
        keypadModel: keypad,
        firmware: "1.0.0",
        seenAt: new Date(),
        offlineSince: online ? null : new Date("2026-11-23T07:12:00Z"),
      })
      .returning();
    const siteId = siteIds.get(site);
    if (!door || !siteId) throw new Error(`no door ${key}`);
    await db.insert(placements).values({ deviceId: door.id, siteId });
    doorOf.set(key, door.id);
  }
  const { id: adminId, name, email } = admin;
  return { actor: makeActor({ adminId, name, email, role: "owner", sites: "all" }), doorOf };
}

export async function openTestQueue(database: TestDatabase): Promise<Queue> {
  const url = database.kind === "pg" ? database.raw.options.connectionString : undefined;
  const queue = await openQueue(database, url);
  setQueue(queue);
  return queue;
}

export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

type File = Parameters<typeof startImport>[1];

/** The steps of an import, taken by whoever `actorNow` says at that moment. */
export function importSteps(actorNow: () => Actor, now: Date) {
  const upload = async (file: File): Promise<string> =>
    expectOk(await startImport(actorNow(), file, now)).importId;

  const plan = (importId: string) =>
    getPlan(actorNow(), importId, { group: null, offset: 0, limit: 50 }, now);

  return {
    upload,
    plan,
    async mapped(file: File, fullList = false): Promise<string> {
      const importId = await upload(file);
      const { columns } = await getColumns(actorNow(), importId, now);
      const mapping = columns.map(({ field }) => field ?? "");
      const settings = { language: "de", dateOrder: null, access: "keypad" as const, hoursScheduleId: null };
      expectOk(await mapColumns(actorNow(), { importId, mapping, fullList, ...settings }));
      return importId;
    },
    async confirmed(importId: string): Promise<string> {
      const { plan: shown } = await plan(importId);
      const seen = { importId, seen: shown.fingerprint, typed: shown.brake };
      expectOk(await confirmImport(actorNow(), seen, now));
      return importId;
    },
    async run(importId: string): Promise<void> {
      while (await runImport(importId, now));
    },
  };
}

export function csv(...lines: readonly string[]): { name: string; bytes: Uint8Array } {
  return { name: "staff.csv", bytes: new TextEncoder().encode(`${lines.join("\r\n")}\r\n`) };
}
