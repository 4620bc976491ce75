import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { makeActor, systemActor } from "@/lib/auth/actor";
import { accounts, auditEvents, devices, entries, placements, sites } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { type ExportFormat, exportEntries, fileColumns } from "./export";
import { anyEntry, type EntryFilter } from "./list";

const now = Date.parse("2026-10-25T00:30:00.000Z");

describeDatabases("the file of the door log", (open) => {
  let database: TestDatabase;
  let lock: DeviceId;
  let vienna: SiteId;
  let graz: SiteId;

  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("nothing was written");
    return row;
  };
  const rowsOf = (count: number, more: Partial<typeof entries.$inferInsert> = {}) =>
    Array.from({ length: count }, (_, index) => ({
      deviceId: lock,
      nukiId: `${more.name ?? ""}-${index}`,
      // Three share a second: pages of the file end in the middle of one.
      occurredAt: new Date(now + Math.floor(index / 3) * 1000),
      receivedAt: new Date(now),
      ...{ deviceType: 4, action: 1, trigger: 5, state: 0, source: 0, autoUnlock: false, name: "" },
      outcome: "opened" as const,
      ...more,
    }));
  const file = async (format: ExportFormat, filter: Partial<EntryFilter> = {}, actor = systemActor()) => {
    const words = {
      header: (column: string) => column,
      outcome: (outcome: string) => outcome,
      entry: (key: string) => key,
    };
    const options = { format, locale: "en", words, asked: "outcome=opened" } as const;
    let text = "";
    for await (const piece of await exportEntries(actor, { ...anyEntry, ...filter }, options)) text += piece;
    return text;
  };

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    const { db } = database;
    const token = getSecrets().seal("token", "account_token");
    const account = one(
      await db.insert(accounts).values({ name: "Office", apiUrl: "http://localhost", token }).returning(),
    ).id;
    const zone = { timeZone: "Europe/Vienna" };
    vienna = one(
      await db
        .insert(sites)
        .values({ name: "Vienna", ...zone })
        .returning(),
    ).id;
    graz = one(
      await db
        .insert(sites)
        .values({ name: "Graz", ...zone })
        .returning(),
    ).id;
    const facts = { type: 4, serverState: 0, adminPinState: 0, batteryCritical: false, firmware: "" };
    lock = one(
      await db
        .insert(devices)
        .values({ accountId: account, nukiId: 1, name: "=Main", seenAt: new Date(now), ...facts })
        .returning(),
    ).id;
    await db.insert(placements).values({ deviceId: lock, siteId: vienna });
  });

  test("has every entry once and in order, over all of its pieces", async () => {
    await database.db.insert(entries).values(rowsOf(605));
    const lines = (await file("ndjson")).trim().split("\n");
    const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
    expect(ids).toEqual(Array.from({ length: 605 }, (_, index) => `-${604 - index}`));
  });

  test("has exactly what is filtered", async () => {
    await database.db.insert(entries).values([...rowsOf(3), ...rowsOf(2, { name: "x", outcome: "refused" })]);
    expect((await file("ndjson", { outcomes: ["refused"] })).trim().split("\n")).toHaveLength(2);
    expect(await file("ndjson", { outcomes: ["fault"] })).toBe("");
  });

  test("runs no formula, whoever put one into a name", async () => {
    const person = '=HYPERLINK("http://evil","x")';
    await database.db.insert(entries).values(rowsOf(1, { name: "+1", person }));
    const [, row = ""] = (await file("csv")).trim().split("\r\n");
    expect(row).toContain("'=Main");
    expect(row).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
    for (const cell of row.split(",")) expect(cell).not.toMatch(/^"?[=+@-]/);
  });

  test("tells the clock of the door and, since an hour may come twice, the instant", async () => {
    await database.db
      .insert(entries)
      .values([
        ...rowsOf(1, { name: "a", occurredAt: new Date("2026-10-25T00:30:00Z") }),
        ...rowsOf(1, { name: "b", occurredAt: new Date("2026-10-25T01:30:00Z") }),
      ]);
    const [, later = "", earlier = ""] = (await file("csv")).trim().split("\r\n");
    for (const [row, utc] of [
      [later, "2026-10-25T01:30:00.000Z"],
      [earlier, "2026-10-25T00:30:00.000Z"],
    ] as const)
      expect(row.split(",").slice(0, 3)).toEqual(["2026-10-25 02:30", "Europe/Vienna", utc]);
    expect(fileColumns.slice(0, 3)).toEqual(["at", "zone", "utc"]);
  });

  test("is recorded before its first piece leaves, with what was asked for", async () => {
    await database.db.insert(entries).values(rowsOf(4));
    await file("csv");
    expect(await database.db.select().from(auditEvents)).toMatchObject([
      {
        type: "entries.exported",
        detail: { format: "csv", filters: "outcome=opened", count: 4, isExact: true },
      },
    ]);
  });

  test("has nothing of other sites", async () => {
    await database.db.insert(entries).values(rowsOf(4));
    const greta = makeActor({
      ...{ adminId: null, name: "Greta", email: "g@example.com" },
      ...{ role: "reception", sites: [graz] },
    });
    expect(await file("ndjson", {}, greta)).toBe("");
    expect(await file("ndjson", { siteIds: [vienna] }, greta)).toBe("");
  });
});
