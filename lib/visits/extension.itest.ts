import type { AddressInfo } from "node:net";
import { desc, eq, sql } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { StaffId } from "@/lib/access/types";
import { adminSites, admins, auditEvents, staff, visitExtensions, visits } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { createMailer, type Mailer } from "@/lib/mail/mailer";
import { suspendStaff } from "@/lib/staff/commands";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import { answerByLink, findQuestion } from "./answer";
import { updateVisit } from "./commands";
import { askHost, linkLifeMs, previewLongerStay, recordAnswer } from "./extension";
import type { MailTools } from "./mail-tools";
import { findVisit } from "./queries";
import type { Answer } from "./schema";
import { addVisit, visitInput } from "./testing";

/** Monday, 2 March 2026, 09:00 in Vienna. */
const now = new Date("2026-03-02T08:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const wanted = "2026-03-10";

describeDatabases("a longer stay", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;
  let smtp: SMTPServer;
  let mailer: Mailer;
  let tools: MailTools;
  let mails: { to: string; raw: string }[];
  let refusing: boolean;
  let host: StaffId;
  let visitor: StaffId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      onData(stream, session, done) {
        const parts: Buffer[] = [];
        stream.on("data", (part: Buffer) => parts.push(part));
        stream.on("end", () => {
          if (refusing) return done(Object.assign(new Error("mailbox is full"), { responseCode: 452 }));
          const to = session.envelope.rcptTo[0]?.address ?? "";
          mails.push({ to, raw: Buffer.concat(parts).toString("utf8") });
          done();
        });
      },
    });
    await new Promise<void>((resolve) => {
      smtp.listen(0, "127.0.0.1", resolve);
    });
    const { port } = smtp.server.address() as AddressInfo;
    const mailFrom = "Postern <doors@office.test>";
    mailer = createMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: mailFrom });
    tools = { mailer, mailFrom, publicUrl: "https://postern.office.test" };
  });
  beforeEach(async () => {
    await database.empty();
    [mails, refusing] = [[], false];
    office = await openPeopleOffice(database);
    host = await addPerson(office.owner, { email: "anna@office.test", language: "de" });
    const { publicArea: areaId, officeHours: scheduleId } = office;
    visitor = await addVisit(office.owner, visitInput({ hostId: host, areaId, scheduleId }), now);
    for (const job of await queue.take("sync", 1000)) await queue.done("sync", [job.id]);
  });
  afterAll(async () => {
    mailer.close();
    await new Promise<void>((resolve) => {
      smtp.close(resolve);
    });
    await queue.close();
    await database.close();
  });

  const ask = (lastDay = wanted, actor = office.owner) =>
    askHost(actor, { staffId: visitor, lastDay }, tools, now);
  const lastDay = async () => (await findVisit(office.owner, visitor, now))?.lastDay;
  /** The link is in the mail and nowhere else. */
  const tokenOf = (mail = mails.at(-1)) => {
    const plain = (mail?.raw ?? "").replaceAll("=\r\n", "").replaceAll("=3D", "=");
    const token = /https:\/\/postern\.office\.test\/visits\/([\w-]+)/.exec(plain)?.[1];
    if (!token) throw new Error("no link in the mail");
    return token;
  };
  const say = (answer: Answer, token: string, at = later(60_000)) =>
    answerByLink({ token, answer, address: "192.0.2.1" }, at);
  const refused = (code: string) => ({ ok: false, refusal: { code } });
  const asked = async () =>
    (await database.db.select().from(visitExtensions).orderBy(desc(visitExtensions.askedAt)))[0];
  const trace = async () =>
    (await database.db.select().from(auditEvents).orderBy(auditEvents.id)).filter(({ type }) =>
      type.startsWith("visit.extension"),
    );

  test("the host is asked by mail, in their language, and nothing changes before the answer", async () => {
    expect(expectOk(await ask())).toEqual({ mailed: true });
    expect(mails.map(({ to }) => to)).toEqual(["anna@office.test"]);
    const [mail] = mails;
    expect(mail?.raw).toContain("Subject: Darf Lea Lift bis");
    expect(mail?.raw).toContain("Lifts Ltd");
    expect(await lastDay()).toBe("2026-03-04");
    expect(await queue.take("sync", 10)).toEqual([]);
    const question = await findQuestion(tokenOf(), later(60_000));
    expect(question).toMatchObject({ state: "open", visitor: "Lea Lift", newLastDay: wanted });
  });

  test("only the token's hash is kept, and no trace has it", async () => {
    await ask();
    const token = tokenOf();
    const dump = await database.db.execute(sql`
      select (select json_agg(e) from visit_extensions e)::text
        || (select json_agg(a) from audit_events a)::text as everything`);
    expect(JSON.stringify(dump)).not.toContain(token);
  });

  test("yes moves the last day to the one that was asked for, once, and tells the doors", async () => {
    await ask();
    const token = tokenOf();
    expect(expectOk(await say("yes", token))).toEqual({ answer: "yes" });
    expect(await lastDay()).toBe(wanted);
    expect((await queue.take("sync", 10)).map((job) => job.data.staffIds)).toEqual([[visitor]]);
    expect(await say("no", token)).toMatchObject(refused("already_answered"));
    expect(await say("yes", token)).toMatchObject(refused("already_answered"));
    expect(await lastDay()).toBe(wanted);
    expect(await findQuestion(token, later(60_000))).toMatchObject({ state: "answered", answer: "yes" });
    const [, answer] = await trace();
    // The host is no admin: the trail names the host, and nobody's account.
    expect(answer).toMatchObject({ adminId: null, detail: { host: "Anna Berger", answer: "yes" } });
  });

  test("two clicks at once count as one", async () => {
    await ask();
    const token = tokenOf();
    const results = await Promise.all([say("yes", token), say("no", token), say("yes", token)]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect((await trace()).map(({ type }) => type)).toEqual([
      "visit.extension_asked",
      "visit.extension_answered",
    ]);
  });

  test("no changes nothing", async () => {
    await ask();
    expect(expectOk(await say("no", tokenOf()))).toEqual({ answer: "no" });
    expect(await lastDay()).toBe("2026-03-04");
    expect(await queue.take("sync", 10)).toEqual([]);
  });

  test("after 72 hours the link is over and tells nothing any more", async () => {
    await ask();
    const token = tokenOf();
    expect(await say("yes", token, later(linkLifeMs))).toMatchObject(refused("link_expired"));
    expect(await lastDay()).toBe("2026-03-04");
    expect(await findQuestion(token, later(linkLifeMs))).toMatchObject({ state: "expired", visitor: "" });
    expect((await findVisit(office.owner, visitor, later(linkLifeMs)))?.questions).toMatchObject([
      { state: "lapsed" },
    ]);
  });

  test("a forged token leads nowhere, and guessing is slowed down without shutting out the host", async () => {
    await ask();
    const guess = () => say("yes", "A".repeat(43), now);
    expect(await findQuestion("A".repeat(43), now)).toBeNull();
    for (let count = 0; count < 20; count += 1) {
      expect(await guess()).toMatchObject(refused("not_found"));
    }
    expect(await guess()).toMatchObject(refused("too_many_attempts"));
    const fromElsewhere = { token: tokenOf(), answer: "yes" as const, address: "192.0.2.99" };
    expectOk(await answerByLink(fromElsewhere, now));
  });

  test("a newer question replaces the one before; the old link is over", async () => {
    await ask();
    const old = tokenOf();
    await ask("2026-03-06");
    expect(await say("yes", old)).toMatchObject(refused("link_expired"));
    expectOk(await say("yes", tokenOf()));
    expect(await lastDay()).toBe("2026-03-06");
  });

  test("who asked and may not give access any more has nothing given", async () => {
    await ask();
    await database.db.update(admins).set({ disabledAt: now });
    expect(await say("yes", tokenOf())).toMatchObject(refused("forbidden"));
    expect(await lastDay()).toBe("2026-03-04");
    await database.db.update(admins).set({ disabledAt: null, role: "reception" });
    expect(await say("yes", tokenOf())).toMatchObject(refused("forbidden"));
    // A manager by now, of a site where the visitor's doors are not.
    await database.db.update(admins).set({ role: "manager", allSites: false });
    const [admin] = await database.db.select().from(admins);
    if (admin) {
      await database.db
        .insert(adminSites)
        .values({ adminId: admin.id, siteId: office.siteOf("London office") });
    }
    expect(await say("yes", tokenOf())).toMatchObject(refused("forbidden"));
    expect(await asked()).toMatchObject({ answer: null, answeredAt: null });
    // A no takes nothing, so it needs nobody's right.
    expect(expectOk(await say("no", tokenOf()))).toEqual({ answer: "no" });
  });

  test("a host without an address, and an office without a mail server, are said", async () => {
    expect(
      await askHost(office.owner, { staffId: visitor, lastDay: wanted }, { ...tools, mailer: null }, now),
    ).toMatchObject(refused("mail_not_configured"));
    await database.db.update(staff).set({ email: null }).where(eq(staff.id, host));
    expect(await ask()).toMatchObject(refused("host_without_mail"));
    expect(await asked()).toBeUndefined();
  });

  test("without mail an admin writes down what the host said, with the way it was said", async () => {
    await database.db.update(staff).set({ email: null }).where(eq(staff.id, host));
    const answer = { staffId: visitor, lastDay: wanted, answer: "yes" as const, note: "On the phone" };
    const at = new Date();
    const future = { ...answer, lastDay: "2099-01-01" };
    const { fingerprint } = expectOk(await previewLongerStay(office.owner, future));
    expectOk(await recordAnswer(office.owner, future, true, fingerprint, at));
    expect(await lastDay()).toBe("2099-01-01");
    expect((await findVisit(office.owner, visitor, at))?.questions).toMatchObject([
      { state: "answered", answer: "yes", writtenBy: "Eva Linden", note: "On the phone" },
    ]);
  });

  test("who can be asked by mail answers for themselves", async () => {
    const answer = { staffId: visitor, lastDay: wanted, answer: "yes" as const, note: "I am sure" };
    expect(await recordAnswer(office.owner, answer, true, null, now)).toMatchObject(
      refused("host_must_agree"),
    );
    expect(await lastDay()).toBe("2026-03-04");
    // Unless the mail did not get through.
    refusing = true;
    expect(expectOk(await ask())).toEqual({ mailed: false });
    expect((await findVisit(office.owner, visitor, now))?.questions).toMatchObject([{ state: "not_mailed" }]);
    expectOk(await recordAnswer(office.owner, answer, true, null, now));
    expect(await lastDay()).toBe(wanted);
  });

  test("a host who has left is asked nothing, and answers nothing, before there is another", async () => {
    await ask();
    const token = tokenOf();
    await suspendStaff(office.owner, [host], null);
    expect(await say("yes", token)).toMatchObject(refused("link_expired"));
    expect(await ask()).toMatchObject(refused("host_must_agree"));
    expect(await findVisit(office.owner, visitor, now)).toMatchObject({ hostStanding: "suspended" });
    const other = await addPerson(office.owner, {
      firstName: "Ben",
      email: "ben@office.test",
      language: "en",
    });
    const visit = await findVisit(office.owner, visitor, now);
    const { publicArea: areaId, officeHours: scheduleId } = office;
    expectOk(
      await updateVisit(
        office.owner,
        {
          staffId: visitor,
          version: visit?.version ?? "",
          visit: visitInput({ hostId: other, areaId, scheduleId }),
        },
        "en",
        null,
        now,
      ),
    );
    expectOk(await ask());
    expect(mails.at(-1)?.to).toBe("ben@office.test");
    expect(mails.at(-1)?.raw).toContain("Subject: May Lea Lift stay until");
    expect(await say("yes", token)).toMatchObject(refused("link_expired"));
    expectOk(await say("yes", tokenOf()));
  });

  test("a day that is not later, or is over, is no question; nor is one at another site", async () => {
    expect(await ask("2026-03-04")).toMatchObject(refused("invalid_input"));
    const overdue = new Date("2026-03-20T08:00:00Z");
    const input = { staffId: visitor, lastDay: wanted };
    expect(await askHost(office.owner, input, tools, overdue)).toMatchObject(refused("invalid_input"));
    const london = office.actor("manager", ["London office"]);
    expect(await ask(wanted, london)).toMatchObject(refused("forbidden"));
    await expect(ask(wanted, office.actor("reception"))).rejects.toMatchObject({ code: "forbidden" });
    expect(await database.db.$count(visits)).toBe(1);
    expect(mails).toEqual([]);
  });
});
