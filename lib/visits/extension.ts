import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { LocalDate, StaffId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { getDb, type Tx } from "@/lib/db/connection";
import { visitExtensions } from "@/lib/db/schema";
import type { ExtensionId } from "@/lib/db/tables/codes";
import { officeZone } from "@/lib/imports/office-zone";
import { log } from "@/lib/log";
import { domainOf } from "@/lib/mail/mailer";
import { ok, type Result, refuse } from "@/lib/result";
import { staysWithinSites } from "@/lib/staff/reach";
import { adminOf, longerStay } from "./edits";
import { hostMail } from "./host-mail";
import type { MailTools } from "./mail-tools";
import { dayOfVisit, lockVisit, type VisitFacts, withdrawQuestions } from "./record";
import type { ExtensionInput, RecordedAnswer } from "./schema";
import { hostStandingOf } from "./stay";
import { hashToken, newToken } from "./token";

/** How long a host's link is good. */
export const linkLifeMs = 72 * 60 * 60_000;

/** Kept with a question that nobody got: then what the host says may be written down instead. */
export const notMailed = "not_mailed";

/** What a longer stay would do at the doors, before anybody is asked. */
export async function previewLongerStay(actor: Actor, input: ExtensionInput): Promise<Result<Preview>> {
  assertMay(actor, "visits:write");
  return previewEdit(actor, async (tx, now) => {
    const visit = await extensible(tx, actor, input, now);
    return visit.ok ? longerStay(actor, input.staffId, input.lastDay)(tx, now) : visit;
  });
}

/**
 * Asks the host by mail whether the visitor may stay until a later day. Nothing changes before the host says yes. A
 * question that was open before is withdrawn; one that no mail server took stays, marked, so that it can be seen.
 */
export async function askHost(
  actor: Actor,
  input: ExtensionInput,
  { mailer, mailFrom, publicUrl }: MailTools,
  now = new Date(),
): Promise<Result<{ mailed: boolean }>> {
  assertMay(actor, "visits:write");
  if (mailer === null) return refuse("mail_not_configured");
  const token = newToken();
  const until = new Date(now.getTime() + linkLifeMs);
  const asked = await commitEdit(actor, question(actor, input, token, until), null, now);
  if (!asked.ok) return asked;
  const { visit, extensionId, email } = asked.value;
  const mail = hostMail({
    visitor: visit.name,
    company: visit.company,
    askedBy: actor.name,
    hostLanguage: visit.host.language,
    lastDay: visit.lastDay,
    newLastDay: input.lastDay,
    until,
    timeZone: await officeZone(),
    href: `${publicUrl}/visits/${token}`,
  });
  try {
    await mailer.send({ to: email, ...mail, messageId: `<visit.${extensionId}@${domainOf(mailFrom)}>` });
    return ok({ mailed: true });
  } catch (error) {
    log.warn({ err: error, visit: input.staffId }, "a mail to a host was not taken");
    await getDb()
      .update(visitExtensions)
      .set({ note: notMailed })
      .where(and(eq(visitExtensions.id, extensionId), isNull(visitExtensions.answeredAt)));
    return ok({ mailed: false });
  }
}

interface Asked {
  readonly extensionId: ExtensionId;
  readonly visit: VisitFacts;
  readonly email: string;
}

function question(actor: Actor, input: ExtensionInput, token: string, until: Date): Edit<Asked> {
  return async (tx, now) => {
    const found = await extensible(tx, actor, input, now);
    if (!found.ok) return found;
    const { host } = found.value;
    if (host.email === null) return refuse("host_without_mail");
    const { id } = await newQuestion(tx, actor, found.value, input.lastDay, { token, until }, now);
    const detail = { host: host.name, from: found.value.lastDay, to: input.lastDay };
    return ok({
      value: { extensionId: id, visit: found.value, email: host.email },
      touches: [],
      audit: [{ type: "visit.extension_asked", subjectId: input.staffId, detail }],
    });
  };
}

/**
 * Writes down what the host said, where the host cannot be asked by mail: who has an address and a mail server answers
 * for themselves.
 */
export async function recordAnswer(
  actor: Actor,
  input: RecordedAnswer,
  canMail: boolean,
  seen: string | null,
  now = new Date(),
): Promise<Result<{ staffId: StaffId }>> {
  assertMay(actor, "visits:write");
  return commitEdit(actor, writtenDown(actor, input, canMail), seen, now);
}

function writtenDown(actor: Actor, input: RecordedAnswer, canMail: boolean): Edit<{ staffId: StaffId }> {
  return async (tx, now) => {
    const { staffId, lastDay, answer, note } = input;
    const found = await extensible(tx, actor, input, now);
    if (!found.ok) return found;
    const { host } = found.value;
    if (canMail && host.email !== null && !(await hasUnmailed(tx, staffId))) return refuse("host_must_agree");
    const { id } = await newQuestion(
      tx,
      actor,
      found.value,
      lastDay,
      // Nobody has this token: there is no link to what was said by word of mouth.
      { token: newToken(), until: now },
      now,
    );
    await tx
      .update(visitExtensions)
      .set({ answer, answeredAt: now, answeredBy: adminOf(actor), note })
      .where(eq(visitExtensions.id, id));
    const detail = { host: host.name, from: found.value.lastDay, to: lastDay, answer, note };
    const told: AuditEntry = { type: "visit.extension_answered", subjectId: staffId, detail };
    if (answer === "no") return ok({ value: { staffId }, touches: [], audit: [told] });
    const moved = await longerStay(actor, staffId, lastDay)(tx, now);
    return moved.ok ? ok({ ...moved.value, audit: [told, ...moved.value.audit] }) : moved;
  };
}

/** A visit that may go on longer, if its host agrees: it stands, its host is here, and the day is a later one. */
async function extensible(
  tx: Tx,
  actor: Actor,
  { staffId, lastDay }: ExtensionInput,
  now: Date,
): Promise<Result<VisitFacts>> {
  const visit = await lockVisit(tx, staffId);
  if (!visit || visit.status === "removed") return refuse("not_found");
  if (!(await staysWithinSites(tx, actor, { staffIds: [staffId] }))) return refuse("forbidden");
  const today = await dayOfVisit(tx, staffId, now);
  if (hostStandingOf(visit.host, today) !== "here") return refuse("host_must_agree");
  if (lastDay < today || visit.lastDay === null || lastDay <= visit.lastDay) {
    return refuse("invalid_input", { field: "lastDay" });
  }
  return ok(visit);
}

async function newQuestion(
  tx: Tx,
  actor: Actor,
  { staffId, host }: VisitFacts,
  lastDay: LocalDate,
  { token, until }: { token: string; until: Date },
  now: Date,
): Promise<{ id: ExtensionId }> {
  await withdrawQuestions(tx, staffId, actor.adminId, now);
  const [row] = await tx
    .insert(visitExtensions)
    .values({
      ...{ staffId, hostId: host.id, lastDay, until },
      tokenHash: hashToken(token),
      askedAt: now,
      askedBy: adminOf(actor),
    })
    .returning({ id: visitExtensions.id });
  if (!row) throw new Error("an insert returned no row");
  return row;
}

async function hasUnmailed(tx: Tx, staffId: StaffId): Promise<boolean> {
  const open = and(eq(visitExtensions.staffId, staffId), isNull(visitExtensions.answeredAt));
  return (await tx.$count(visitExtensions, and(open, eq(visitExtensions.note, notMailed)))) > 0;
}
