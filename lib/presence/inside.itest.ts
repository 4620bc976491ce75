import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, NukiAuthId, SiteId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor, systemActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import {
  accounts,
  admins,
  authorizations,
  devices,
  entries,
  installation,
  nameReveals,
  placements,
  sites,
  staff,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { changePrivacySettings } from "@/lib/privacy/commands";
import { listInside, maySeeInside } from "./queries";

const now = Date.parse("2026-11-23T08:30:00Z");
const HOUR = 3_600_000;

describeDatabases("who is probably inside", (open) => {
  let database: TestDatabase;
  let vienna: SiteId;
  let newYork: SiteId;
  let main: DeviceId;
  let lobby: DeviceId;
  let anna: StaffId;
  let owner: Actor;

  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("nothing was written");
    return row;
  };
  const actor = (role: Role, only: "all" | SiteId[] = "all") =>
    makeActor({ adminId: owner.adminId, name: role, email: "a@example.com", role, sites: only });

  let row = 0;
  const add = (deviceId: DeviceId, hoursAgo: number, more: Partial<typeof entries.$inferInsert> = {}) => {
    const at = new Date(now - hoursAgo * HOUR);
    return database.db.insert(entries).values({
      ...{ deviceId, nukiId: String(row++), occurredAt: at, receivedAt: at, deviceType: 4, action: 1 },
      ...{ trigger: 255, state: 0, autoUnlock: false, name: "Anna H.", staffId: anna, person: "Anna Huber" },
      ...{ outcome: "opened" as const },
      ...more,
    });
  };
  const seen = async (who: Actor = systemActor()) =>
    (await listInside(who, now)).map(({ name, people }) => [name, people.map((person) => person.name)]);

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    const { db } = database;
    const token = getSecrets().seal("token", "account_token");
    const accountId = one(
      await db.insert(accounts).values({ name: "Office", apiUrl: "http://localhost", token }).returning(),
    ).id;
    const site = async (name: string, timeZone: string) =>
      one(await db.insert(sites).values({ name, timeZone }).returning()).id;
    [vienna, newYork] = [await site("Vienna", "Europe/Vienna"), await site("New York", "America/New_York")];
    const facts = {
      accountId,
      type: 4,
      serverState: 0,
      adminPinState: 0,
      batteryCritical: false,
      firmware: "",
    };
    const door = async (nukiId: number, name: string, siteId: SiteId) => {
      const { id } = one(
        await db
          .insert(devices)
          .values({ nukiId, name, seenAt: new Date(now), ...facts })
          .returning(),
      );
      await db.insert(placements).values({ deviceId: id, siteId });
      return id;
    };
    [main, lobby] = [await door(1, "Main", vienna), await door(2, "Lobby", newYork)];
    anna = one(await db.insert(staff).values({ displayName: "Anna Huber" }).returning()).id;
    const email = "olga@example.com";
    const admin = one(await db.insert(admins).values({ email, name: "Olga", role: "owner" }).returning());
    owner = makeActor({ adminId: admin.id, name: "Olga", email, role: "owner", sites: "all" });
    await changePrivacySettings(owner, { inside: true });
  });

  test("is told by nobody before it was switched on", async () => {
    await database.db.delete(installation);
    expect(await maySeeInside(owner)).toBe(false);
    await expect(listInside(owner, now)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is who opened a door of the site since four in the morning there", async () => {
    await add(main, 5.5);
    await add(main, 1);
    // The evening before in Vienna; in New York it is half past three, and still that day.
    await add(main, 11, { staffId: null, name: "Late", person: null });
    await add(lobby, 0.5, { staffId: null, name: "Nora", person: null });
    const [inNewYork, inVienna] = await listInside(owner, now);
    expect(inVienna).toMatchObject({
      name: "Vienna",
      since: Date.parse("2026-11-23T03:00:00Z"),
      people: [{ name: "Anna Huber", first: { door: "Main" }, last: { at: now - HOUR } }],
    });
    expect(inVienna?.people).toHaveLength(1);
    expect(inNewYork).toMatchObject({
      since: Date.parse("2026-11-22T09:00:00Z"),
      people: [{ name: "Nora" }],
    });
  });

  test("is not who was refused, who opened from afar, a door by itself, or a bridge", async () => {
    const facts = { enabled: true, remoteAllowed: false, busy: false, seenAt: new Date(now) };
    await database.db
      .insert(authorizations)
      .values({ deviceId: main, nukiId: "b1" as NukiAuthId, type: 1, name: "Bridge", ...facts });
    await add(main, 1, { outcome: "refused" });
    await add(main, 1, { trigger: 4 });
    await add(main, 1, { staffId: null, name: "", person: null });
    await add(main, 1, { staffId: null, name: "Bridge", person: null, authId: "b1" });
    expect(await seen()).toEqual([
      ["New York", []],
      ["Vienna", []],
    ]);
  });

  test("is told of the actor's sites only", async () => {
    await add(main, 1);
    await add(lobby, 1);
    expect(await seen(actor("reception", [newYork]))).toEqual([["New York", ["Anna Huber"]]]);
    expect(await seen(actor("reception", []))).toEqual([]);
  });

  test("needs a reveal where names are hidden", async () => {
    await changePrivacySettings(owner, { namesHidden: true });
    await add(main, 1);
    await expect(listInside(owner, now)).rejects.toMatchObject({ code: "names_hidden" });
    const { adminId } = owner;
    if (adminId === null) throw new Error("the owner is an admin");
    await database.db
      .insert(nameReveals)
      .values({ adminId, reason: "fire drill", at: new Date(now), until: new Date(now + HOUR) });
    expect((await seen(owner))[1]).toEqual(["Vienna", ["Anna Huber"]]);
    await expect(listInside(owner, now + HOUR)).rejects.toMatchObject({ code: "names_hidden" });
    await expect(listInside(actor("reception"), now)).rejects.toMatchObject({ code: "names_hidden" });
  });
});
