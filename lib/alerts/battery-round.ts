import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { alertRules, devices, placements, sites } from "@/lib/db/schema";
import { uuidsOf } from "@/lib/rules/words";
import { type BatteryNeed, needsOf, urgencies } from "./batteries";
import { rulesOf } from "./kinds";
import { loadCharges } from "./snapshot";

export interface RoundRow extends BatteryNeed {
  readonly deviceId: DeviceId;
  readonly door: string;
  readonly type: number;
  /** It cannot be reached now: what is known of it is from then. */
  readonly awaySince: Date | null;
}

export interface RoundSite {
  readonly id: SiteId;
  readonly name: string;
  readonly timeZone: string;
  readonly rows: readonly RoundRow[];
}

/** The batteries to change, site by site, most urgent first. */
export async function listBatteryRound(
  actor: Actor,
  siteIds: readonly string[],
  now = new Date(),
): Promise<RoundSite[]> {
  assertMay(actor, "alerts:read");
  const db = getDb();
  const [rows, charges, changed] = await Promise.all([
    db
      .select({ device: devices, site: sites })
      .from(devices)
      .innerJoin(placements, eq(placements.deviceId, devices.id))
      .innerJoin(sites, eq(sites.id, placements.siteId))
      .where(
        and(
          isNull(devices.missingSince),
          actor.sites === "all" ? undefined : inArray(sites.id, [...actor.sites]),
          siteIds.length === 0 ? undefined : inArray(sites.id, uuidsOf<SiteId>(siteIds)),
        ),
      )
      .orderBy(asc(sites.name), asc(devices.name), asc(devices.id)),
    loadCharges(db, now.getTime()),
    db.select().from(alertRules),
  ]);
  const lowCharge = rulesOf(changed).battery_low.threshold ?? 0;
  const found = new Map<SiteId, RoundSite & { rows: RoundRow[] }>();
  for (const { device, site } of rows) {
    const seen = { ...device, charges: charges.get(device.id) ?? [] };
    const own = needsOf(seen, lowCharge, now.getTime()).map((need) => ({
      ...need,
      deviceId: device.id,
      door: device.name,
      type: device.type,
      awaySince: device.serverState === 0 ? null : (device.offlineSince ?? device.seenAt),
    }));
    if (own.length === 0) continue;
    const { id, name, timeZone } = site;
    const entry = found.get(id) ?? { id, name, timeZone, rows: [] };
    entry.rows.push(...own);
    found.set(id, entry);
  }
  const rank = ({ urgency }: RoundRow) => urgencies.indexOf(urgency);
  return [...found.values()].map((site) => ({
    ...site,
    rows: site.rows.toSorted((a, b) => rank(a) - rank(b)),
  }));
}
