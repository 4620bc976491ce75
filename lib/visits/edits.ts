import "server-only";
import { eq } from "drizzle-orm";
import type { LocalDate, StaffId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import type { Actor } from "@/lib/auth/actor";
import type { Edit } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { type AdminId, visits } from "@/lib/db/schema";
import { officeZone } from "@/lib/imports/office-zone";
import { ok, type Result, refuse } from "@/lib/result";
import { staffCreation, staffRevision, statusEdit } from "@/lib/staff/commands";
import { staysWithinSites } from "@/lib/staff/reach";
import { findRecord } from "@/lib/staff/record";
import type { TimeLocale } from "@/lib/time/format";
import { localDateOf } from "@/lib/time/zones";
import { refusalOfLongerStay } from "./guard";
import { scheduleOfVisit } from "./hours";
import { findHostFacts, type HostFacts, lockVisit, withdrawQuestions } from "./record";
import type { VisitInput, VisitUpdate } from "./schema";
import { inputOf, revisedStaff, staffOfVisit } from "./staff-input";
import { hostStandingOf } from "./stay";

/*
 * The edits of a visit: those of the staff with what makes a member of staff a visitor, in one transaction. So there is
 * one path to the doors, one preview and one set of checks for both.
 */

type Visited = { staffId: StaffId };

export function visitCreation(actor: Actor, visit: VisitInput, locale: TimeLocale): Edit<Visited> {
  return async (tx, now) => {
    const host = await usableHost(tx, visit.hostId, now);
    if (!host.ok) return host;
    const hours = await scheduleOfVisit(tx, visit, locale, now);
    if (!hours.ok) return hours;
    const made = await staffCreation(actor, staffOfVisit(visit, hours.value.scheduleId))(tx, now);
    if (!made.ok) return ofVisit(made);
    const { staffId } = made.value.value;
    const { hostId, purpose } = visit;
    await tx.insert(visits).values({ staffId, hostId, purpose, createdBy: adminOf(actor), createdAt: now });
    const told: AuditEntry = {
      type: "visit.created",
      subjectId: staffId,
      detail: { after: { host: host.value.name, purpose } },
    };
    return ok({ ...made.value, audit: [...hours.value.audit, ...made.value.audit, told] });
  };
}

export function visitRevision(
  actor: Actor,
  { staffId, version, visit }: VisitUpdate,
  locale: TimeLocale,
): Edit<Visited> {
  return async (tx, now) => {
    const before = await lockVisit(tx, staffId);
    const person = await findRecord(tx, staffId);
    if (!before || !person || person.status === "removed") return refuse("not_found");
    // The host decides about all of its doors, so naming one is nothing for who looks after some of them.
    if (!(await staysWithinSites(tx, actor, { staffIds: [staffId] }))) return refuse("forbidden");
    const longer = await refusalOfLongerStay(tx, staffId, visit.lastDay);
    if (longer) return longer;
    const movedHost = visit.hostId !== before.host.id;
    const host = movedHost ? await usableHost(tx, visit.hostId, now, staffId) : ok(before.host);
    if (!host.ok) return host;
    // Whoever has several rules of their own is looked after on the page of the staff.
    const single = person.rules.length <= 1;
    const hours = single ? await scheduleOfVisit(tx, visit, locale, now) : null;
    if (hours && !hours.ok) return hours;
    const staff = revisedStaff(person, visit, hours ? hours.value.scheduleId : null);
    const revised = await staffRevision(actor, { staffId, version, staff })(tx, now);
    if (!revised.ok) return ofVisit(revised);
    await tx
      .update(visits)
      .set({ hostId: visit.hostId, purpose: visit.purpose })
      .where(eq(visits.staffId, staffId));
    // The question was about another last day, or went to somebody who is no longer asked.
    if (movedHost || visit.lastDay !== before.lastDay) {
      await withdrawQuestions(tx, staffId, adminOf(actor), now);
    }
    const was = { host: before.host.name, purpose: before.purpose };
    const is = { host: host.value.name, purpose: visit.purpose };
    const moved = movedHost || was.purpose !== is.purpose;
    const audit: AuditEntry[] = moved
      ? [{ type: "visit.updated", subjectId: staffId, detail: { before: was, after: is } }]
      : [];
    return ok({ ...revised.value, audit: [...(hours?.value.audit ?? []), ...revised.value.audit, ...audit] });
  };
}

/** The visit is over now: the person leaves as anybody does, and each door is read back. */
export function visitEnding(actor: Actor, staffId: StaffId): Edit<null> {
  return async (tx, now) => {
    const visit = await lockVisit(tx, staffId);
    if (!visit) return refuse("not_found");
    if (visit.status === "removed") return refuse("already_removed");
    const removed = await statusEdit(actor, "remove", [staffId])(tx, now);
    if (!removed.ok) return removed;
    await tx.update(visits).set({ endedAt: now }).where(eq(visits.staffId, staffId));
    await withdrawQuestions(tx, staffId, actor.adminId, now);
    const detail = { host: visit.host.name, lastDay: visit.lastDay };
    return ok({
      value: null,
      touches: removed.value.touches,
      audit: [...removed.value.audit, { type: "visit.ended", subjectId: staffId, detail }],
    });
  };
}

/** What a host's yes does: the last day moves, and nothing else. `actor` is whose right it is to give access. */
export function longerStay(actor: Actor, staffId: StaffId, lastDay: LocalDate): Edit<Visited> {
  return async (tx, now) => {
    const person = await findRecord(tx, staffId);
    if (!person) return refuse("not_found");
    const version = person.updatedAt.toISOString();
    return staffRevision(actor, { staffId, version, staff: { ...inputOf(person), lastDay } })(tx, now);
  };
}

/** Somebody who works here and can be asked: no leaver, nobody who is suspended, and no visitor. */
async function usableHost(
  tx: Tx,
  hostId: StaffId,
  now: Date,
  visitorId?: StaffId,
): Promise<Result<HostFacts>> {
  const host = await findHostFacts(tx, hostId);
  const isGuest = (await tx.$count(visits, eq(visits.staffId, hostId))) > 0;
  const today = localDateOf(now.getTime(), await officeZone(tx));
  if (!host || hostStandingOf(host, today) !== "here" || isGuest || hostId === visitorId) {
    return refuse("not_found", { field: "hostId" });
  }
  return ok(host);
}

/** Visits are made by people: who did it stands in the row. */
export function adminOf({ adminId }: Actor): AdminId {
  if (adminId === null) throw new Error("a visit needs an admin");
  return adminId;
}

/** What the staff's form calls its fields, in the words of this one. */
function ofVisit<T>(refused: Result<T> & { ok: false }): Result<never> {
  const { field, ...refusal } = refused.refusal;
  const names: Record<string, string> = { rules: "areaId", department: "company" };
  return { ok: false, refusal: field === undefined ? refusal : { ...refusal, field: names[field] ?? field } };
}
