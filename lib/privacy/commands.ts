import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { requireStepUp } from "@/lib/auth/step-up";
import { transact } from "@/lib/db/connection";
import { installation, nameReveals } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { type PrivacyChange, type PrivacySettings, type RevealInput, revealMinutes } from "./schema";
import { getPrivacySettings, privacyKey } from "./settings";

const switches = ["namesHidden", "inside"] as const satisfies readonly (keyof PrivacySettings)[];

/** They hold for all sites, so only who looks after all of them may change them. */
export async function changePrivacySettings(
  actor: Actor,
  change: PrivacyChange,
  now = new Date(),
): Promise<Result<void>> {
  assertMay(actor, "privacy:write");
  if (actor.sites !== "all") return refuse("forbidden");
  // To hide no names any more reveals them to everybody: no less is asked for than for a reveal to one.
  if (change.namesHidden === false && (await getPrivacySettings()).namesHidden) {
    const given = await requireStepUp(actor, now);
    if (!given.ok) return given;
  }
  await transact(async (tx) => {
    const before = await getPrivacySettings(tx);
    const value = { ...before, ...change };
    const changed = switches.filter((name) => before[name] !== value[name]);
    if (changed.length === 0) return;
    await tx
      .insert(installation)
      .values({ key: privacyKey, value })
      .onConflictDoUpdate({ target: installation.key, set: { value } });
    const pick = (from: PrivacySettings) => Object.fromEntries(changed.map((name) => [name, from[name]]));
    const detail = { before: pick(before), after: pick(value) };
    await record(tx, actor, [{ type: "privacy.settings_changed", detail }], now);
  });
  return ok(undefined);
}

/** Shows the names in the door log to this admin for a quarter of an hour, and keeps why. Answers until when. */
export async function revealNames(
  actor: Actor,
  { reason }: RevealInput,
  now = new Date(),
): Promise<Result<{ until: number }>> {
  assertMay(actor, "names:reveal");
  const { adminId } = actor;
  if (adminId === null) return refuse("forbidden");
  const given = await requireStepUp(actor, now);
  if (!given.ok) return given;
  const until = new Date(now.getTime() + revealMinutes * 60_000);
  await transact(async (tx) => {
    await tx.insert(nameReveals).values({ adminId, reason, at: now, until });
    const detail = { reason, until: until.toISOString() };
    await record(tx, actor, [{ type: "names.revealed", subjectId: adminId, detail }], now);
  });
  return ok({ until: until.getTime() });
}

/** Ends what is left of it. */
export async function hideNames(actor: Actor, now = new Date()): Promise<Result<void>> {
  const { adminId } = actor;
  if (adminId === null) return refuse("forbidden");
  await transact(async (tx) => {
    const ended = await tx
      .update(nameReveals)
      .set({ until: now })
      .where(and(eq(nameReveals.adminId, adminId), gt(nameReveals.until, now)))
      .returning({ id: nameReveals.id });
    if (ended.length === 0) return;
    await record(tx, actor, [{ type: "names.hidden", subjectId: adminId }], now);
  });
  return ok(undefined);
}
