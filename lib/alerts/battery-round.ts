import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { loadSurroundings } from "@/lib/bridges/surroundings";
import { getDb } from "@/lib/db/connection";
import { alertRules, devices, placements, sites } from "@/lib/db/schema";
import { uuidsOf } from "@/lib/rules/words";
import { type BatteryNeed, needsOf, urgencies } from "./batteries";
import { rulesOf } from "./kinds";
import { loadCharges } from "./snapshot";
import { type UnreachedRow, unreachedOf } from "./unreached";

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
  /** What may have empty batteries and cannot say so. */
  readonly unreached: readonly UnreachedRow[];
}

/** The batteries to change, site by site, most urgent first, and what to take some along for. */
export async function listBatteryRound(
  actor: Actor,
  siteIds: readonly string[],
  now = new Date(),
): Promise<RoundSite[]> {
  assertMay(actor, "alerts:read");
  const db = getDb();
  const [rows, charges, changed, around] = await Promise.all([
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
    loadSurroundings(db),
  ]);
  const lowCharge = rulesOf(changed).battery_low.threshold ?? 0;
  const found = new Map<SiteId, RoundSite & { rows: RoundRow[]; unreached: UnreachedRow[] }>();
  for (const { device, site } of rows) {
    const seen = { ...device, charges: charges.get(device.id) ?? [] };
    const own = needsOf(seen, lowCharge, now.getTime()).map((need) => ({
      ...need,
      deviceId: device.id,
      door: device.name,
      type: device.type,
      awaySince: device.serverState === 0 ? null : (device.offlineSince ?? device.seenAt),
    }));
    const isListed = own.some(({ part }) => part === "lock");
    const unreached = isListed ? null : unreachedOf(device, around, now);
    if (own.length === 0 && !unreached) continue;
    const { id, name, timeZone } = site;
    const entry = found.get(id) ?? { id, name, timeZone, rows: [], unreached: [] };
    entry.rows.push(...own);
    if (unreached) entry.unreached.push(unreached);
    found.set(id, entry);
  }
  const rank = ({ urgency }: RoundRow) => urgencies.indexOf(urgency);
  return [...found.values()].map((site) => ({
    ...site,
    rows: site.rows.toSorted((a, b) => rank(a) - rank(b)),
  }));
}
