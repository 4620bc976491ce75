import type { SiteId } from "@/lib/access/types";
import type { Bridge, Opener } from "./queries";
import type { OpenerFilter } from "./schema";

export interface OpenerGroup {
  /** Null: openers whose bridge nobody knows yet. */
  readonly bridge: Bridge | null;
  readonly openers: readonly Opener[];
}

/** Each bridge with its openers; those whose bridge is none of these stand together. */
export function groupsOf(openers: readonly Opener[], known: readonly Bridge[]): OpenerGroup[] {
  const isKnown = (id: Opener["bridgeId"]) => known.some((bridge) => bridge.id === id);
  return [
    ...known.map((bridge) => ({ bridge, openers: openers.filter(({ bridgeId }) => bridgeId === bridge.id) })),
    { bridge: null, openers: openers.filter(({ bridgeId }) => !isKnown(bridgeId)) },
  ];
}

/** What is left of a group by search, site and "needs somebody": the group, or nothing. */
export function filtered(group: OpenerGroup, filter: OpenerFilter): OpenerGroup[] {
  const { bridge } = group;
  const words = filter.q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const says = (...texts: (string | null | undefined)[]) => {
    const text = texts.join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  };
  // Where the bridge needs somebody, so do all that hang on it.
  const isWanted = (opener: Opener) =>
    !filter.needsAttention || needsSomebody(opener) || (bridge !== null && bridgeNeedsSomebody(bridge));
  const openers = group.openers.filter(
    (opener) =>
      isAt(filter, opener.siteId) &&
      says(opener.name, opener.siteName, bridge?.name, opener.intercom?.brand, opener.intercom?.model) &&
      isWanted(opener),
  );
  if (openers.length > 0) return [{ bridge, openers }];
  if (bridge === null || group.openers.length > 0) return [];
  // A bridge without openers is worth a place where it fits by itself.
  const fits = isAt(filter, bridge.siteId) && says(bridge.name, bridge.siteName);
  return fits && (!filter.needsAttention || bridgeNeedsSomebody(bridge)) ? [group] : [];
}

export function isAt({ siteIds }: OpenerFilter, siteId: SiteId | null): boolean {
  return siteIds.length === 0 || (siteId !== null && siteIds.includes(siteId));
}

/** What somebody should look at: it is away, its batteries run out, or it lets everybody in. */
export function needsSomebody(opener: Opener): boolean {
  return opener.verdict.part !== "fine" || opener.attention.length > 0 || opener.continuous;
}

function bridgeNeedsSomebody({ reading }: Bridge): boolean {
  return reading !== null && (reading.problem !== null || reading.serverConnected === false);
}

/** What needs somebody first; openers without a known bridge after the others, bridges without openers last. */
export function byUrgency(a: OpenerGroup, b: OpenerGroup): number {
  const rank = ({ bridge, openers }: OpenerGroup) => {
    if (openers.some(needsSomebody) || (bridge && bridgeNeedsSomebody(bridge))) return 0;
    if (openers.length === 0) return 3;
    return bridge === null ? 2 : 1;
  };
  const name = ({ bridge }: OpenerGroup) => `${bridge?.siteName ?? ""} ${bridge?.name ?? ""}`;
  return rank(a) - rank(b) || name(a).localeCompare(name(b));
}
