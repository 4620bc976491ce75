import "server-only";
import { eq } from "drizzle-orm";
import type { SiteId } from "@/lib/access/types";
import { type AuditEntry, lockTrail, record } from "@/lib/audit/record";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { type Db, getDb, type Tx, transact } from "@/lib/db/connection";
import { sites } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { isShorter } from "./borders";
import { getHoldsInForce, isSiteHeld } from "./holds";
import { countShortened, type Shortened } from "./preview";
import type { RetentionSubject, RetentionWish } from "./schema";
import { getRetentionSettings, storeRetentionSettings } from "./settings";

/** What a wish would delete, before anything is saved. */
export async function previewRetention(
  actor: Actor,
  wish: RetentionWish,
  now = new Date(),
): Promise<Result<Shortened>> {
  if (!mayChange(actor, wish.subject)) return refuse("forbidden");
  const before = await findDays(getDb(), wish.subject);
  if (before === undefined) return refuse("not_found");
  if (await isHeldBack(getDb(), wish, before)) return refuse("hold_in_force", { field: "days" });
  return ok(await countShortened(actor, wish, before, now));
}

/**
 * Says how long something is kept. Nothing is deleted here: that is done by the job. `typed` is the number that the person
 * was shown and typed, where a shorter time deletes anything; null otherwise.
 */
export async function changeRetention(
  actor: Actor,
  { wish, typed }: { wish: RetentionWish; typed: number | null },
  now = new Date(),
): Promise<Result<void>> {
  const preview = await previewRetention(actor, wish, now);
  if (!preview.ok) return preview;
  const { count } = preview.value;
  if (count > 0 && typed === null) return refuse("count_mismatch");
  // What is there may have changed since the person was asked.
  if (count > 0 && typed !== count) return refuse("plan_changed");
  return transact(async (tx) => {
    // Deletion reads the days after it has taken this lock, and two who write them take turns.
    await lockTrail(tx);
    const before = await findDays(tx, wish.subject);
    if (before === undefined || before === wish.days) return ok(undefined);
    if (await isHeldBack(tx, wish, before)) return refuse("hold_in_force", { field: "days" });
    await store(tx, wish);
    await record(tx, actor, [eventOf(wish, before, await nameOf(tx, wish.subject), count)], now);
    return ok(undefined);
  });
}

/** What a door that was offline brings late is stored as far back as the days say: for what is held, that must not get less. */
async function isHeldBack(db: Db | Tx, { subject, days }: RetentionWish, before: number | null) {
  if (subject.kind !== "site" || !isShorter(days, before)) return false;
  return isSiteHeld(await getHoldsInForce(db), subject.siteId);
}

/** The trail and the history of access are of all sites; entries are of one. */
export function mayChange(actor: Actor, subject: RetentionSubject): boolean {
  assertMay(actor, "privacy:write");
  return subject.kind === "site" ? seesSite(actor, subject.siteId) : actor.sites === "all";
}

const members = { audit: "auditDays", past: "pastDays" } as const;

/** Undefined: there is no such site. */
async function findDays(db: Db | Tx, subject: RetentionSubject): Promise<number | null | undefined> {
  if (subject.kind !== "site") return (await getRetentionSettings(db))[members[subject.kind]];
  const [site] = await db.select({ days: sites.entriesDays }).from(sites).where(eq(sites.id, subject.siteId));
  return site?.days;
}

async function store(tx: Tx, { subject, days }: RetentionWish): Promise<void> {
  if (subject.kind === "site") {
    await tx.update(sites).set({ entriesDays: days }).where(eq(sites.id, subject.siteId));
  } else if (days !== null) {
    const settings = await getRetentionSettings(tx);
    await storeRetentionSettings(tx, { ...settings, [members[subject.kind]]: days });
  }
}

async function nameOf(tx: Tx, subject: RetentionSubject): Promise<string | null> {
  if (subject.kind !== "site") return null;
  const [site] = await tx.select({ name: sites.name }).from(sites).where(eq(sites.id, subject.siteId));
  return site?.name ?? null;
}

function eventOf(
  { subject, days }: RetentionWish,
  before: number | null,
  name: string | null,
  doomed: number,
): AuditEntry {
  const member = subject.kind === "site" ? "entriesDays" : members[subject.kind];
  const detail = {
    ...(name === null ? {} : { name }),
    before: { [member]: before },
    after: { [member]: days },
    ...(doomed > 0 ? { doomed } : {}),
  };
  const about: { subjectId?: SiteId } = subject.kind === "site" ? { subjectId: subject.siteId } : {};
  return { type: "privacy.settings_changed", ...about, detail };
}
