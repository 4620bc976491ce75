import "server-only";
import { eq } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { type Db, getDb, type Tx, transact } from "@/lib/db/connection";
import { installation } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { type SheetSettings, settingsSchema } from "./schema";

const key = "sheets.settings";

const fields = ["collectDays", "company", "contact", "personnelNumber"] as const;
const defaults: SheetSettings = { collectDays: 14, company: "", contact: "", personnelNumber: true };

/** What the office decided about its sheets; the defaults until it does. */
export async function getSheetSettings(db: Db | Tx = getDb()): Promise<SheetSettings> {
  const [row] = await db
    .select({ value: installation.value })
    .from(installation)
    .where(eq(installation.key, key));
  const stored = settingsSchema.safeParse({ ...defaults, ...(row?.value as object | undefined) });
  return stored.success ? stored.data : defaults;
}

/** They hold for all sites, so only who looks after all of them may change them. */
export async function updateSheetSettings(
  actor: Actor,
  settings: SheetSettings,
  now = new Date(),
): Promise<Result<void>> {
  assertMay(actor, "codes:print");
  if (actor.sites !== "all") return refuse("forbidden");
  await transact(async (tx) => {
    const before = await getSheetSettings(tx);
    const changed = fields.filter((field) => before[field] !== settings[field]);
    if (changed.length === 0) return;
    await tx
      .insert(installation)
      .values({ key, value: settings })
      .onConflictDoUpdate({ target: installation.key, set: { value: settings } });
    const pick = (from: SheetSettings) => Object.fromEntries(changed.map((field) => [field, from[field]]));
    const detail = { before: pick(before), after: pick(settings) };
    await record(tx, actor, [{ type: "sheet.settings_changed", detail }], now);
  });
  return ok(undefined);
}
