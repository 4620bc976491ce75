import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DeviceId, Instant, SiteId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { type Role, roles } from "@/lib/auth/permissions";
import {
  admins,
  auditEvents,
  devices,
  type OperationKind,
  operations,
  placements,
  sites,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { createNuki } from "@/lib/nuki/client";
import type { Limiter } from "@/lib/nuki/limiter";
import { setConnector } from "@/lib/sync/connector";
import type { SyncContext } from "@/lib/sync/context";
import { openContext } from "@/lib/sync/testing";
import { operateDoor, requestOperation } from "./commands";
import { createFollower, hasOpenOperations } from "./follow";
import { findOffer, listOffers, listOperations } from "./queries";
import type { Press } from "./schema";
import { sendOperation } from "./send";
import { type DoorServer, startDoorServer, type Treatment } from "./testing";

const startAt = Date.parse("2026-03-02T08:00:00Z");
const unlimited: Limiter = { acquire: async () => {}, pause: () => {} };

describeDatabases("operating a door", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let server: DoorServer;
  let now: Instant;
  let context: SyncContext;
  let follow: () => Promise<boolean>;
  let siteId: SiteId;
  let doorId: DeviceId;
  let openerId: DeviceId;
  let owner: Actor;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });
  beforeEach(async () => {
    await database.empty();
    for (const job of await queue.take("look", 1000)) await queue.done("look", [job.id]);
    server = await startDoorServer();
    now = startAt;
    context = await openContext(database, server, () => now);
    connect({});
    follow = createFollower(() => now);
    const [site] = await database.db
      .insert(sites)
      .values({ name: "Vienna", timeZone: "Europe/Vienna" })
      .returning();
    if (!site) throw new Error("no site");
    siteId = site.id;
    doorId = await addDoor({ nukiId: 17_179_869_185, type: 4, name: "Main entrance", state: 1 });
    openerId = await addDoor({ nukiId: 8_589_934_593, type: 2, name: "Intercom", state: 1, capabilities: 1 });
    owner = await addActor("owner");
  });
  afterEach(() => server.stop());

  /** A process's connection to Nuki: its own client, with the server's address. */
  function connect(options: { timeoutMs?: number; limiter?: Limiter }): SyncContext {
    const nuki = createNuki({
      baseUrl: server.url,
      token: async () => server.token,
      limiter: unlimited,
      timeoutMs: 300,
      ...options,
    });
    context = { ...context, nuki };
    setConnector(() => context);
    return context;
  }

  async function addDoor(
    values: Partial<typeof devices.$inferInsert> & { nukiId: number },
  ): Promise<DeviceId> {
    const [door] = await database.db
      .insert(devices)
      .values({
        accountId: context.account.id,
        type: 4,
        name: "Door",
        mode: 2,
        serverState: 0,
        adminPinState: 0,
        batteryCritical: false,
        firmware: "3.10.7",
        seenAt: new Date(now),
        ...values,
      })
      .returning();
    if (!door) throw new Error("no door");
    await database.db.insert(placements).values({ deviceId: door.id, siteId });
    return door.id;
  }

  async function addActor(role: Role, siteIds: "all" | readonly SiteId[] = "all"): Promise<Actor> {
    const [admin] = await database.db
      .insert(admins)
      .values({ email: `${randomUUID()}@office.test`, name: "Eva", role, allSites: true })
      .returning();
    if (!admin) throw new Error("no admin");
    return makeActor({ adminId: admin.id, name: admin.name, email: admin.email, role, sites: siteIds });
  }

  function press(values: Partial<Press> = {}): Press {
    return { deviceId: doorId, kind: "unlock", pressId: randomUUID(), reason: "", ...values };
  }

  const operate = (pressed = press(), actor = owner) => operateDoor(actor, pressed, new Date(now));
  const stored = () => database.db.select().from(operations).orderBy(operations.requestedAt);
  const looks = async () => (await queue.take("look", 100)).flatMap((job) => job.data.deviceIds);
  const events = async () =>
    (await database.db.select().from(auditEvents).orderBy(auditEvents.id)).map(({ type, detail }) => [
      type,
      detail.state ?? detail.kind,
    ]);

  test("sends one request with Nuki's number, and says accepted, not done", async () => {
    const row = expectOk(await operate(press({ kind: "unlatch", reason: "the courier" })));
    expect(row).toMatchObject({ state: "accepted", settled: false, reason: "the courier", by: "Eva" });
    expect(server.actions).toEqual([
      { path: "/smartlock/17179869185/action", body: JSON.stringify({ action: 3 }) },
    ]);
    expect(await looks()).toContain(doorId);
    expect(await events()).toEqual([["door.operation_requested", "unlatch"]]);
  });

  test.each([
    ["ring_to_open_on", 1],
    ["open", 3],
    ["continuous_on", 6],
  ] as const)("asks an opener for %s by its own number", async (kind, action) => {
    expectOk(await operate(press({ deviceId: openerId, kind })));
    expect(server.actions.map(({ body }) => JSON.parse(body))).toEqual([{ action }]);
  });

  describe("when Nuki misbehaves", () => {
    const html = "<html><body>Bad gateway</body></html>";
    test.each<[string, Treatment, string, string, number]>([
      ["423", { status: 423, body: '{"stackTrace":[]}' }, "refused", "device_busy", 1],
      ["401", { status: 401 }, "refused", "nuki_unauthorized", 1],
      ["400", { status: 400, body: '{"detailMessage":"no"}' }, "refused", "nuki_refused", 1],
      ["404", { status: 404 }, "refused", "nuki_refused", 1],
      ["429", { status: 429 }, "refused", "too_many_requests", 1],
      ["a redirect", { status: 302 }, "refused", "nuki_refused", 1],
      ["500", { status: 500 }, "unknown", "server_error", 1],
      ["a gateway's page", { status: 502, body: html, type: "text/html" }, "unknown", "server_error", 1],
      [
        "a page instead of a yes",
        { status: 200, body: html, type: "text/html" },
        "unknown",
        "server_error",
        1,
      ],
      ["half an answer", "half_an_answer", "unknown", "no_answer", 1],
      ["a connection that hangs", "hang", "unknown", "no_answer", 1],
      ["a connection that breaks while it is read", "reset_before_reading", "unknown", "no_answer", 1],
      ["a connection that breaks after it was read", "reset_after_reading", "unknown", "no_answer", 1],
      ["a connection that breaks at once", "reset_at_connection", "unknown", "no_answer", 0],
    ])("%s: one request at most, and the truth about it", async (_, treatment, state, outcome, requests) => {
      server.treat(treatment);
      const row = expectOk(await operate());
      expect(row).toMatchObject({ state, outcome });
      expect(server.actions).toHaveLength(requests);
      // Whatever runs later sends nothing more.
      server.treat({ status: 204 });
      for (now = startAt + 1_000; now < startAt + 70_000; now += 10_000) await follow();
      expect(server.actions).toHaveLength(requests);
      expect(await stored()).toMatchObject([{ state, outcome }]);
      expect(await hasOpenOperations()).toBe(false);
      expect(await events()).toEqual([
        ["door.operation_requested", "unlock"],
        ["door.operation_settled", state],
      ]);
    });

    test.each(["reset_before_reading", "reset_after_reading", "hang"] as const)(
      "a connection kept from an earlier press is not used for a second try: %s",
      async (treatment) => {
        expectOk(await operate(press({ deviceId: openerId, kind: "open" })));
        server.treat(treatment);
        expect(expectOk(await operate())).toMatchObject({ state: "unknown", outcome: "no_answer" });
        expect(server.actions.filter(({ path }) => path.includes("17179869185"))).toHaveLength(1);
      },
    );

    test("a server that is not there was not asked for anything", async () => {
      await server.stop();
      expect(expectOk(await operate())).toMatchObject({ state: "refused", outcome: "nuki_unreachable" });
      server = await startDoorServer();
    });

    test("Nuki's words are kept without anything that looks like a code", async () => {
      server.treat({ status: 400, body: '{"detailMessage":"bad 345671 here"}' });
      expect(expectOk(await operate()).message).toBe("bad [code] here");
    });

    test("accepted, and the door never moves: unknown after a minute, and nothing is sent again", async () => {
      expectOk(await operate());
      now += 60_000;
      await follow();
      expect(await stored()).toMatchObject([{ state: "accepted" }]);
      now += 1_000;
      await follow();
      expect(await stored()).toMatchObject([{ state: "unknown", outcome: "no_proof" }]);
      expect(server.actions).toHaveLength(1);
    });

    test("whoever pressed is told after a while that no answer has come yet", async () => {
      connect({ timeoutMs: 60_000 });
      server.treat("hang");
      const row = expectOk(await operateDoor(owner, press(), new Date(now), 50));
      expect(row).toMatchObject({ state: "sent", settled: false });
      now += 61_000;
      await follow();
      expect(await stored()).toMatchObject([{ state: "unknown", outcome: "no_answer" }]);
      server.release();
      await expect.poll(() => server.actions.length).toBe(1);
      expect(await stored()).toMatchObject([{ state: "unknown" }]);
    });
  });

  describe("pressed twice", () => {
    test("the same press arriving again finds its row and sends nothing", async () => {
      const once = press();
      const first = expectOk(await operate(once));
      const second = expectOk(await operate(once));
      expect(second.id).toBe(first.id);
      expect(server.actions).toHaveLength(1);
    });

    test("the same press at two instances at once is one request", async () => {
      const once = press();
      const rows = await Promise.all(Array.from({ length: 6 }, () => operate(once)));
      expect(new Set(rows.map((row) => expectOk(row).id)).size).toBe(1);
      expect(server.actions).toHaveLength(1);
      expect(await stored()).toHaveLength(1);
      expect(await events()).toHaveLength(1);
    });

    test("two processes that hold the same row send one request between them", async () => {
      const { operationId } = expectOk(await requestOperation(owner, press(), new Date(now)));
      const [one, other] = [connect({}), connect({})];
      await Promise.all([sendOperation(one, operationId), sendOperation(other, operationId)]);
      expect(server.actions).toHaveLength(1);
      expect(await stored()).toMatchObject([{ state: "accepted" }]);
    });

    test("two different presses at once: one goes, the other is told that the door is busy", async () => {
      const actors = [owner, await addActor("reception")];
      const results = await Promise.all(actors.map((actor) => operate(press(), actor)));
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(results.find((result) => !result.ok)).toMatchObject({ refusal: { code: "device_busy" } });
      expect(server.actions).toHaveLength(1);
    });

    test("another door is not held up by it", async () => {
      const results = await Promise.all([operate(), operate(press({ deviceId: openerId, kind: "open" }))]);
      expect(results.map((result) => result.ok)).toEqual([true, true]);
    });

    test("after twenty seconds, or a refusal, the door takes the next press", async () => {
      expectOk(await operate());
      now += 19_000;
      expect(await operate()).toMatchObject({ ok: false, refusal: { code: "device_busy" } });
      now += 2_000;
      server.treat({ status: 423 });
      expectOk(await operate());
      server.treat({ status: 204 });
      expect(expectOk(await operate(press({ kind: "lock" })))).toMatchObject({ state: "accepted" });
    });

    test("a press that is somebody else's, of another door or kind is not handed out", async () => {
      const once = press();
      expectOk(await operate(once));
      const refused = { ok: false, refusal: { code: "invalid_input" } };
      expect(await operate(once, await addActor("manager"))).toMatchObject(refused);
      expect(await operate({ ...once, kind: "lock" })).toMatchObject(refused);
      expect(await operate({ ...once, deviceId: openerId, kind: "open" })).toMatchObject(refused);
      expect(server.actions).toHaveLength(1);
    });
  });

  describe("killed in the middle", () => {
    test("written down and never sent: refused as not sent, and nobody sends it later", async () => {
      const { operationId } = expectOk(await requestOperation(owner, press(), new Date(now)));
      await follow();
      expect(await stored()).toMatchObject([{ state: "requested" }]);
      now += 21_000;
      await follow();
      expect(await stored()).toMatchObject([{ state: "refused", outcome: "not_sent", sentAt: null }]);
      await sendOperation(context, operationId);
      expect(server.actions).toHaveLength(0);
      expect(await events()).toEqual([
        ["door.operation_requested", "unlock"],
        ["door.operation_settled", "refused"],
      ]);
    });

    test("marked as sent and no answer noted: unknown, and the press is not repeated", async () => {
      const once = press();
      const { operationId } = expectOk(await requestOperation(owner, once, new Date(now)));
      await database.db
        .update(operations)
        .set({ state: "sent", sentAt: new Date(now) })
        .where(eq(operations.id, operationId));
      await sendOperation(context, operationId);
      expect(expectOk(await operate(once))).toMatchObject({ state: "sent" });
      now += 61_000;
      await follow();
      expect(await stored()).toMatchObject([{ state: "unknown", outcome: "no_answer" }]);
      expect(server.actions).toHaveLength(0);
    });

    test("what waited too long for its turn does not open a door for nobody", async () => {
      let go = () => {};
      const turn = new Promise<void>((resolve) => {
        go = resolve;
      });
      connect({ limiter: { acquire: () => turn, pause: () => {} } });
      const row = expectOk(await operateDoor(owner, press(), new Date(now), 20));
      expect(row.state).toBe("requested");
      now += 21_000;
      go();
      await expect.poll(async () => (await stored())[0]?.state).toBe("refused");
      expect(await stored()).toMatchObject([{ outcome: "not_sent", sentAt: null }]);
      expect(server.actions).toHaveLength(0);
    });
  });

  describe("allowed when it was pressed, and no longer when it could leave", () => {
    test.each([
      {
        what: "the site switched opening from afar off",
        change: () => database.db.update(sites).set({ remoteOpening: false }).where(eq(sites.id, siteId)),
      },
      {
        what: "the person may not any more",
        change: () => database.db.update(admins).set({ role: "auditor" }),
      },
      {
        what: "the person is disabled",
        change: () => database.db.update(admins).set({ disabledAt: new Date() }),
      },
      { what: "the door went offline", change: () => database.db.update(devices).set({ serverState: 4 }) },
    ])("$what: nothing is sent", async ({ change }) => {
      const { operationId } = expectOk(await requestOperation(owner, press(), new Date(now)));
      await change();
      await sendOperation(context, operationId);
      expect(server.actions).toHaveLength(0);
      expect(await stored()).toMatchObject([
        { state: "refused", outcome: "changed_meanwhile", sentAt: null },
      ]);
    });
  });

  describe("what may be asked", () => {
    const set = (values: Partial<typeof sites.$inferInsert>) =>
      database.db.update(sites).set(values).where(eq(sites.id, siteId));

    async function expectRefused(code: string, pressed = press(), actor = owner): Promise<void> {
      expect(await operate(pressed, actor)).toMatchObject({ ok: false, refusal: { code } });
      expect(server.actions).toHaveLength(0);
      expect(await stored()).toHaveLength(0);
      expect(await events()).toEqual([]);
    }

    test.each(roles)("%s: as the table of permissions says, and hidden where it is refused", async (role) => {
      const actor = await addActor(role);
      const offer = await findOffer(actor, doorId, new Date(now));
      if (role === "auditor") {
        await expect(operate(press(), actor)).rejects.toMatchObject({ code: "forbidden" });
        expect(offer).toBeNull();
        expect(server.actions).toHaveLength(0);
      } else {
        expect(offer?.kinds).toEqual(["unlock", "unlatch", "lock", "lock_n_go"]);
        expect(expectOk(await operate(press(), actor)).state).toBe("accepted");
      }
    });

    test("a door of a site that the actor does not look after does not exist for them", async () => {
      const [elsewhere] = await database.db
        .insert(sites)
        .values({ name: "London", timeZone: "Europe/London" })
        .returning();
      if (!elsewhere) throw new Error("no site");
      const reception = await addActor("reception", [elsewhere.id]);
      await expectRefused("not_found", press(), reception);
      expect((await listOffers(reception, [doorId])).size).toBe(0);
      expect(await listOperations(reception, doorId)).toEqual([]);
      expectOk(await operate(press(), await addActor("reception", [siteId])));
    });

    test("where opening from afar is off everything but locking is refused, and hidden", async () => {
      await set({ remoteOpening: false });
      const opening: OperationKind[] = ["unlock", "unlatch", "lock_n_go"];
      for (const kind of opening) await expectRefused("remote_opening_off", press({ kind }));
      expect(await findOffer(owner, doorId, new Date(now))).toMatchObject({
        kinds: ["lock"],
        refusal: "remote_opening_off",
      });
      expectOk(await operate(press({ kind: "lock" })));
    });

    test("where a reason is required, opening takes one and locking does not", async () => {
      await set({ reasonRequired: true });
      await expectRefused("reason_missing");
      expectOk(await operate(press({ kind: "lock" })));
      now += 30_000;
      expectOk(await operate(press({ reason: "delivery" })));
    });

    test.each([{ serverState: 4 }, { serverState: 1 }, { missingSince: new Date(startAt) }])(
      "a door that cannot be reached (%o) is not asked",
      async (values) => {
        await database.db.update(devices).set(values).where(eq(devices.id, doorId));
        await expectRefused("device_unreachable");
      },
    );

    test("what this type of device cannot do is refused, also of a type that we do not know", async () => {
      await expectRefused("not_possible_here", press({ kind: "open" }));
      await expectRefused("not_possible_here", press({ deviceId: openerId, kind: "unlock" }));
      const box = await addDoor({ nukiId: 5_000_000_000, type: 1 });
      await expectRefused("not_possible_here", press({ deviceId: box }));
    });

    test("a door without a site is refused, since nobody has said what may be done there", async () => {
      await database.db.delete(placements).where(eq(placements.deviceId, doorId));
      await expectRefused("device_without_site");
    });

    test("a door that does not exist is not found", async () => {
      await expectRefused("not_found", press({ deviceId: randomUUID() as DeviceId }));
    });
  });
});
