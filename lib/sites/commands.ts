import "server-only";
import { eq } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { SiteId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { isUniqueViolation } from "@/lib/db/connection";
import { placements, sites } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { staffUnderRules, underDevices } from "@/lib/rules/touched";
import { isTimeZone } from "@/lib/time/zones";
import type { SiteInput } from "./schema";

export interface SiteUpdate {
  readonly siteId: SiteId;
  /** What the form was filled with: nobody overwrites what they have not seen. */
  readonly version: string;
  readonly site: SiteInput;
}

/** Adds a site; it has no devices yet, so there is nothing to preview. */
export async function createSite(actor: Actor, input: SiteInput): Promise<Result<{ siteId: SiteId }>> {
  assertMay(actor, "devices:write");
  return commitEdit(actor, creation(actor, input), null);
}

export async function previewUpdateSite(actor: Actor, update: SiteUpdate): Promise<Result<Preview>> {
  assertMay(actor, "devices:write");
  return previewEdit(actor, revision(actor, update));
}

/** Changes a site. Another time zone moves the first and last instants of everybody at its doors. */
export async function updateSite(
  actor: Actor,
  update: SiteUpdate,
  seen: string | null,
): Promise<Result<{ siteId: SiteId }>> {
  assertMay(actor, "devices:write");
  return commitEdit(actor, revision(actor, update), seen);
}

/** The content of a site as one text: an edit is only good for what its author saw. */
export function versionOf({ name, timeZone, remoteOpening, reasonRequired }: SiteInput): string {
  return `${name}\n${timeZone}\n${remoteOpening}\n${reasonRequired}`;
}

function creation(actor: Actor, input: SiteInput): Edit<{ siteId: SiteId }> {
  return async (tx, now) => {
    // Who looks after some sites could not even see the new one.
    if (actor.sites !== "all") return refuse("forbidden");
    if (!isTimeZone(input.timeZone)) return refuse("invalid_input", { field: "timeZone" });
    const inserted = await namingDuplicates(() =>
      tx
        .insert(sites)
        .values({ ...input, createdAt: now })
        .returning({ siteId: sites.id }),
    );
    if (!inserted.ok) return inserted;
    const [value] = inserted.value;
    if (!value) throw new Error("an insert returned no row");
    return ok({
      value,
      touches: [],
      audit: [{ type: "site.created", subjectId: value.siteId, detail: { after: input } }],
    });
  };
}

function revision(actor: Actor, { siteId, version, site: input }: SiteUpdate): Edit<{ siteId: SiteId }> {
  return async (tx) => {
    if (!seesSite(actor, siteId)) return refuse("forbidden");
    if (!isTimeZone(input.timeZone)) return refuse("invalid_input", { field: "timeZone" });
    const [before] = await tx
      .select({
        name: sites.name,
        timeZone: sites.timeZone,
        remoteOpening: sites.remoteOpening,
        reasonRequired: sites.reasonRequired,
      })
      .from(sites)
      .where(eq(sites.id, siteId))
      .for("update");
    if (!before) return refuse("not_found");
    if (versionOf(before) !== version) return refuse("plan_changed");
    const updated = await namingDuplicates(() => tx.update(sites).set(input).where(eq(sites.id, siteId)));
    if (!updated.ok) return updated;
    const here = await tx
      .select({ id: placements.deviceId })
      .from(placements)
      .where(eq(placements.siteId, siteId));
    const moves = before.timeZone !== input.timeZone && here.length > 0;
    return ok({
      value: { siteId },
      touches: moves ? await staffUnderRules(tx, underDevices(here.map((placement) => placement.id))) : [],
      audit: eventsOf(siteId, before, input),
    });
  };
}

/** What may be done from afar is an event of its own: it is what somebody looks for after an incident. */
function eventsOf(siteId: SiteId, before: SiteInput, after: SiteInput): AuditEntry[] {
  const place = ({ name, timeZone }: SiteInput) => ({ name, timeZone });
  const policy = ({ remoteOpening, reasonRequired }: SiteInput) => ({ remoteOpening, reasonRequired });
  const differ = (part: (site: SiteInput) => object) =>
    JSON.stringify(part(before)) !== JSON.stringify(part(after));
  const events: AuditEntry[] = [];
  if (differ(place)) {
    const detail = { before: place(before), after: place(after) };
    events.push({ type: "site.updated", subjectId: siteId, detail });
  }
  if (differ(policy)) {
    const detail = { name: after.name, before: policy(before), after: policy(after) };
    events.push({ type: "site.policy_changed", subjectId: siteId, detail });
  }
  return events;
}

async function namingDuplicates<T>(write: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await write());
  } catch (error) {
    if (isUniqueViolation(error, "sites_name_unique")) return refuse("duplicate_name", { field: "name" });
    throw error;
  }
}
