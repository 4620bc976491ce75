import "server-only";
import type { SiteId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { localDateOf } from "@/lib/time/zones";
import { sitesOf } from "./today";

/** The calendar day of the site in question, or of the first one that the actor sees. */
export async function getLocalDate(actor: Actor, now: number, siteId: SiteId | null = null): Promise<string> {
  const [site] = await sitesOf(actor, { siteId });
  return localDateOf(now, site?.timeZone ?? "UTC");
}
