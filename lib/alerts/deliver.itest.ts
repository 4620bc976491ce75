import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { SiteId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import {
  accounts,
  alertChannels,
  alertDeliveries,
  alerts,
  auditEvents,
  devices,
  placements,
  sites,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { AlertId, AlertKind, ChannelId } from "@/lib/db/tables/alerts";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { createMailer, type Mailer } from "@/lib/mail/mailer";
import { addChannel, removeChannel, switchChannel, testChannel } from "./channels";
import { channelSecretOf, type DeliverTools, deliverAlerts, hasDueDeliveries } from "./deliver";
import { noteDeliveries } from "./note-deliveries";
import { signatureOf } from "./post";

const minute = 60_000;
/** Monday, 09:00 in Vienna. */
const startAt = Date.parse("2026-03-02T08:00:00.000Z");

describeDatabases("messages about alerts", (open) => {
  let database: TestDatabase;
  let smtp: SMTPServer;
  let mailer: Mailer;
  let mails: string[];
  let refusing: boolean;
  let receiver: Server;
  let hooks: { headers: IncomingMessage["headers"]; body: string }[];
  let answers: number[];
  let now: number;
  let tools: DeliverTools;

  beforeAll(async () => {
    database = await open();
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData(stream, _session, done) {
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", () => {
          if (refusing) return done(Object.assign(new Error("mailbox is full"), { responseCode: 452 }));
          mails.push(Buffer.concat(parts).toString("utf8"));
          done();
        });
      },
    });
    await new Promise<void>((resolve) => {
      smtp.listen(0, "127.0.0.1", resolve);
    });
    receiver = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        hooks.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") });
        const status = answers.shift() ?? 204;
        response.writeHead(status, status === 302 ? { Location: "/elsewhere" } : {}).end();
      });
    });
    await new Promise<void>((resolve) => {
      receiver.listen(0, "127.0.0.1", resolve);
    });
  });
  afterAll(async () => {
    await new Promise<void>((resolve) => {
      smtp.close(resolve);
    });
    receiver.closeAllConnections();
    receiver.close();
    await database.close();
  });
  beforeEach(async () => {
    await database.empty();
    [mails, hooks, answers, refusing, now] = [[], [], [], false, startAt];
    const { port } = smtp.server.address() as AddressInfo;
    mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: "Postern <doors@office.test>" });
    tools = {
      db: database.db,
      secrets: getSecrets(),
      mailer,
      mailFrom: "Postern <doors@office.test>",
      publicUrl: "https://postern.office.test",
      loopback: true,
      now: () => now,
    };
  });
  afterEach(() => mailer.close());

  const actor = (role: Actor["role"], at: "all" | SiteId[] = "all") =>
    makeActor({ adminId: null, name: "Eva", email: "eva@office.test", role, sites: at });
  const owner = actor("owner");
  const hookAddress = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/doors`;

  async function channel(facts: Partial<typeof alertChannels.$inferInsert> = {}): Promise<ChannelId> {
    const [row] = await database.db
      .insert(alertChannels)
      .values({ kind: "mail", target: "facility@office.test", mode: "single", ...facts })
      .returning();
    if (!row) throw new Error("no channel");
    if (row.kind === "webhook") {
      const secret = getSecrets().seal("shared secret", channelSecretOf(row.id));
      await database.db.update(alertChannels).set({ secret }).where(eq(alertChannels.id, row.id));
    }
    return row.id;
  }

  /** A door with an alert that has just been opened, told to every channel there is. */
  async function alert(name = "Side entrance", kind: AlertKind = "battery_critical"): Promise<AlertId> {
    const { db } = database;
    const token = getSecrets().seal("token", "account_token");
    const [account] = await db
      .insert(accounts)
      .values({ name: "Office", apiUrl: "http://127.0.0.1", token })
      .returning();
    const [site] = await db
      .insert(sites)
      .values({ name: "Vienna", timeZone: "Europe/Vienna" })
      .onConflictDoUpdate({ target: sites.name, set: { name: "Vienna" } })
      .returning();
    if (!account || !site) throw new Error("no office");
    const [door] = await db
      .insert(devices)
      .values({
        ...{ accountId: account.id, nukiId: 4_294_967_296, type: 4, name, serverState: 0, adminPinState: 0 },
        ...{ batteryCritical: true, firmware: "3.10.7", seenAt: new Date(now) },
      })
      .returning();
    if (!door) throw new Error("no door");
    await db.insert(placements).values({ deviceId: door.id, siteId: site.id });
    return transact(async (tx) => {
      const [row] = await tx
        .insert(alerts)
        .values({
          ...{ kind, cause: `${kind}:${door.id}`, severity: "critical", detail: { part: "lock" } },
          ...{ accountId: account.id, deviceId: door.id, siteId: site.id },
          ...{ openedAt: new Date(now), seenAt: new Date(now) },
        })
        .returning();
      if (!row) throw new Error("no alert");
      await noteDeliveries(tx, [row], "opened", new Date(now));
      return row.id;
    });
  }
  const resolve = (id: AlertId) =>
    transact(async (tx) => {
      const rows = await tx
        .update(alerts)
        .set({ resolvedAt: new Date(now) })
        .where(eq(alerts.id, id))
        .returning();
      await noteDeliveries(tx, rows, "resolved", new Date(now));
    });
  const states = async () =>
    (await database.db.select().from(alertDeliveries)).map(({ state, attempts }) => `${state} ${attempts}`);
  const headerOf = (mail: string, name: string) =>
    new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, "im")
      .exec(mail.slice(0, mail.indexOf("\r\n\r\n")))?.[1]
      ?.replaceAll(/\r\n[ \t]/g, " ");

  test("a mail tells what, where and what to do, once, and that it is over", async () => {
    await channel();
    const id = await alert();
    await deliverAlerts(tools);
    await deliverAlerts(tools);
    expect(mails).toHaveLength(1);
    const [mail = ""] = mails;
    expect(headerOf(mail, "Subject")).toBe("Battery critical: Side entrance");
    expect(headerOf(mail, "From")).toBe("Postern <doors@office.test>");
    expect(headerOf(mail, "To")).toBe("facility@office.test");
    expect(mail).toContain("Battery critical: Side entrance, Vienna");
    expect(mail).toContain("Change the batteries now");
    expect(mail).toContain("https://postern.office.test/alerts");
    now += 30 * minute;
    await resolve(id);
    await deliverAlerts(tools);
    expect(headerOf(mails[1] ?? "", "Subject")).toBe("Fine again: Battery critical, Side entrance");
    expect(await states()).toEqual(["delivered 1", "delivered 1"]);
  });

  test("speaks the channel's language, and a door's name cannot add a header or markup", async () => {
    await channel({ language: "de" });
    await alert("Tür\r\nBcc: all@office.test <b>x</b>");
    await deliverAlerts(tools);
    const [mail = ""] = mails;
    expect(headerOf(mail, "Bcc")).toBeUndefined();
    expect(headerOf(mail, "Content-Type")).toContain("multipart/alternative");
    expect(mail).not.toContain("<b>x</b></strong>");
    expect(decoded(headerOf(mail, "Subject") ?? "")).toBe(
      "Batterie kritisch: Tür Bcc: all@office.test <b>x</b>",
    );
  });

  test("a server that refuses is asked again later, under the same id, and given up after a day", async () => {
    await channel();
    await alert();
    refusing = true;
    await deliverAlerts(tools);
    expect(await states()).toEqual(["waiting 1"]);
    expect(await hasDueDeliveries(database.db, now)).toBe(false);
    now += minute;
    refusing = false;
    await deliverAlerts(tools);
    expect(await states()).toEqual(["delivered 2"]);
    const [first = ""] = mails;
    // As if the process had died before it noted that.
    await database.db.update(alertDeliveries).set({ state: "waiting", nextTryAt: new Date(now) });
    await deliverAlerts(tools);
    expect(headerOf(mails[1] ?? "", "Message-ID")).toBe(headerOf(first, "Message-ID"));
    refusing = true;
    await database.db
      .update(alertDeliveries)
      .set({ state: "waiting", attempts: 40, nextTryAt: new Date(now) });
    await deliverAlerts(tools);
    const [row] = await database.db.select().from(alertDeliveries);
    expect(row).toMatchObject({ state: "failed", nextTryAt: null });
    expect(row?.problem).toContain("mailbox is full");
  });

  test("without a mail server nothing is lost, and it is said why", async () => {
    await channel();
    await alert();
    await deliverAlerts({ ...tools, mailer: null });
    const [row] = await database.db.select().from(alertDeliveries);
    expect(row).toMatchObject({ state: "waiting", problem: "not_configured" });
  });

  test("a daily mail gathers the day, goes out at its minute and tells what came and went once", async () => {
    await channel({ mode: "daily", digestMinute: 9 * 60 + 30 });
    await alert("Front door");
    const gone = await alert("Garage");
    now += 10 * minute;
    await resolve(gone);
    await deliverAlerts(tools);
    expect(mails).toEqual([]);
    now = startAt + 30 * minute;
    await deliverAlerts(tools);
    expect(mails).toHaveLength(1);
    const [mail = ""] = mails;
    expect(headerOf(mail, "Subject")).toBe("Doors today: 1 new, 1 fine again");
    expect(mail).toContain("One alert is open now.");
    expect(await states()).toEqual(["delivered 1", "delivered 1", "delivered 1"]);
    now += 24 * 60 * minute;
    await deliverAlerts(tools);
    expect(mails).toHaveLength(1);
  });

  test("a channel hears of the kinds that it asked for; one that is paused, later", async () => {
    await channel({ kinds: ["door_open"] });
    const paused = await channel({ target: "paused@office.test" });
    await alert();
    await switchChannel(owner, { channelId: paused, enabled: false });
    await deliverAlerts(tools);
    expect(mails).toEqual([]);
    await switchChannel(owner, { channelId: paused, enabled: true });
    await deliverAlerts(tools);
    expect(mails.map((mail) => headerOf(mail, "To"))).toEqual(["paused@office.test"]);
  });

  test("a webhook is signed, and tried again after it failed with the same delivery id", async () => {
    await channel({ kind: "webhook", target: hookAddress() });
    const id = await alert();
    answers = [500, 302];
    await deliverAlerts(tools);
    now += minute;
    await deliverAlerts(tools);
    now += 2 * minute;
    await deliverAlerts(tools);
    expect(hooks).toHaveLength(3);
    expect(await states()).toEqual(["delivered 3"]);
    const last = hooks[2];
    const timestamp = String(last?.headers["postern-timestamp"]);
    expect(Number(timestamp)).toBe(now / 1000);
    const signature = signatureOf("shared secret", timestamp, last?.body ?? "");
    expect(last?.headers["postern-signature"]).toBe(signature);
    expect(new Set(hooks.map(({ headers }) => headers["postern-delivery"])).size).toBe(1);
    expect(JSON.parse(last?.body ?? "")).toEqual({
      ...{ id, kind: "battery_critical", event: "opened", severity: "critical" },
      ...{ device: "Side entrance", site: "Vienna", text: "The battery is almost empty." },
      at: "2026-03-02T08:00:00.000Z",
    });
  });

  test("a webhook to this machine is not called where Nuki is not on it", async () => {
    await channel({ kind: "webhook", target: hookAddress() });
    await alert();
    await deliverAlerts({ ...tools, loopback: false });
    expect(hooks).toEqual([]);
    const [row] = await database.db.select().from(alertDeliveries);
    expect(row).toMatchObject({ state: "waiting", problem: "address" });
  });

  test("a test message says at once whether it got through", async () => {
    const mail = await channel();
    const hook = await channel({ kind: "webhook", target: hookAddress() });
    expect(await testChannel(owner, { channelId: mail }, tools)).toEqual({
      ok: true,
      value: { problem: null },
    });
    expect(headerOf(mails[0] ?? "", "Subject")).toBe("Postern: a test message");
    answers = [503];
    expect(await testChannel(owner, { channelId: hook }, tools)).toEqual({
      ok: true,
      value: { problem: "status: 503" },
    });
    expect(await testChannel(actor("admin", []), { channelId: hook }, tools)).toMatchObject({ ok: false });
  });

  test("channels are added and removed with a trace, never with their key in it", async () => {
    const input = {
      ...{ kind: "webhook" as const, target: "https://hooks.office.test/doors", mode: "daily" as const },
      ...{ digestTime: "07:00", language: "en" as const, kinds: [] },
    };
    const added = await addChannel(owner, input);
    if (!added.ok || added.value.secret === null) throw new Error("no key");
    const { channelId, secret } = added.value;
    const [row] = await database.db.select().from(alertChannels);
    expect(row).toMatchObject({ mode: "single", kinds: null });
    expect(row?.secret && getSecrets().unseal(row.secret, channelSecretOf(channelId))).toBe(secret);
    expect(await addChannel(owner, { ...input, target: "http://169.254.169.254/" })).toMatchObject({
      refusal: { code: "address_not_allowed", field: "target" },
    });
    const mail = { ...input, kind: "mail" as const, target: "eva@office.test" };
    expect(await addChannel(owner, mail)).toMatchObject({ refusal: { code: "mail_not_configured" } });
    expect(await addChannel(actor("admin", []), input)).toMatchObject({ refusal: { code: "forbidden" } });
    expect(await removeChannel(owner, { channelId })).toMatchObject({ ok: true });
    expect(await removeChannel(owner, { channelId })).toMatchObject({ refusal: { code: "already_removed" } });
    const trace = await database.db.select().from(auditEvents);
    expect(trace.map(({ type }) => type)).toEqual(["alert.channel_created", "alert.channel_removed"]);
    expect(JSON.stringify(trace)).not.toContain(secret);
  });
});

/** `=?UTF-8?Q?...?=` as text. */
function decoded(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_, how: string, text: string) =>
      how.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString("utf8")
        : Buffer.from(
            text
              .replaceAll("_", " ")
              .replaceAll(/=([0-9A-F]{2})/gi, (_match, hex: string) =>
                String.fromCharCode(Number.parseInt(hex, 16)),
              ),
            "latin1",
          ).toString("utf8"),
    );
}
