import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeActor, systemActor } from "@/lib/auth/actor";
import { roles } from "@/lib/auth/permissions";
import { accounts, auditEvents, webhooks } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { createConnector, setConnector } from "@/lib/sync/connector";
import { type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { enterWebhookSecret, switchOffWebhook, switchOnWebhook } from "./commands";
import { listInstantNews } from "./queries";
import { tendWebhooks } from "./tend";
import { caller } from "./testing";

const owner = systemActor();

describeDatabases("webhooks in the settings", (open) => {
  let database: TestDatabase;
  let lab: SyncLab;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    setConnector(createConnector(100_000));
  });
  afterEach(() => lab.stop());
  afterAll(() => database.close());

  const useToken = (token: string) =>
    database.db
      .update(accounts)
      .set({ token: getSecrets().seal(token, "account_token"), updatedAt: new Date() });
  const news = async () => (await listInstantNews(owner))[0];
  const trail = async () => (await database.db.select().from(auditEvents)).map(({ type }) => type);

  test("an owner whose token came by OAuth switches it on and off again, and both leave a trail", async () => {
    await useToken("demo-token-oauth");
    const accountId = lab.context.account.id;
    expect(await switchOnWebhook(owner, accountId)).toMatchObject({ ok: true });
    expect(await news()).toMatchObject({ decentral: { problem: null, received: 0 }, central: null });
    expect(await switchOffWebhook(owner, { accountId, kind: "decentral" })).toMatchObject({ ok: true });
    expect(await news()).toMatchObject({ decentral: null });
    expect(await switchOffWebhook(owner, { accountId, kind: "decentral" })).toMatchObject({
      ok: false,
      refusal: { code: "already_removed" },
    });
    expect(await trail()).toEqual(["webhook.registered", "webhook.removed"]);
  });

  test("a plain API token is told as such, before anybody presses and after", async () => {
    const accountId = lab.context.account.id;
    expect(await news()).toMatchObject({ mayRegister: null });
    expect(await switchOnWebhook(owner, accountId)).toMatchObject({
      ok: false,
      refusal: { code: "webhooks_not_available" },
    });
    const publicUrl = "http://localhost:3000";
    const tools = { db: database.db, connect: createConnector(100_000), publicUrl, now: Date.now };
    await tendWebhooks(tools);
    expect(await news()).toMatchObject({ mayRegister: false, decentral: null });
    await useToken("demo-token-oauth");
    expect(await news()).toMatchObject({ mayRegister: null });
    await tendWebhooks(tools);
    expect(await news()).toMatchObject({ mayRegister: true });
    expect(await trail()).toEqual([]);
  });

  test("the secret of an application is believed as soon as it is entered, and no longer than that", async () => {
    const accountId = lab.context.account.id;
    const post = caller(database, accountId);
    const status = { feature: "DEVICE_STATUS", smartlockId: 1 };
    expect(await post(status)).toBe(false);
    await enterWebhookSecret(owner, { accountId, secret: "the client secret" });
    expect(await post(status)).toBe(true);
    await enterWebhookSecret(owner, { accountId, secret: "another secret" });
    expect(await post(status)).toBe(false);
    expect(await post(status, { key: "another secret" })).toBe(true);
    await switchOffWebhook(owner, { accountId, kind: "central" });
    expect(await post(status, { key: "another secret" })).toBe(false);
  });

  test("the secret is neither shown nor written down as it is", async () => {
    const accountId = lab.context.account.id;
    await enterWebhookSecret(owner, { accountId, secret: "the client secret" });
    const [row] = await database.db.select().from(webhooks);
    expect(Buffer.from(row?.secret ?? []).toString("latin1")).not.toContain("client secret");
    const seen = JSON.stringify([await news(), await database.db.select().from(auditEvents)]);
    expect(seen).not.toContain("client secret");
  });

  test("only an owner changes it", async () => {
    const accountId = lab.context.account.id;
    for (const role of roles.filter((each) => each !== "owner")) {
      const actor = makeActor({ ...owner, role, sites: "all" });
      await expect(switchOnWebhook(actor, accountId)).rejects.toMatchObject({ code: "forbidden" });
      await expect(switchOffWebhook(actor, { accountId, kind: "central" })).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(enterWebhookSecret(actor, { accountId, secret: "12345678" })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
  });
});
