import type { DeviceId, SiteId } from "@/lib/access/types";
import type { BridgeId } from "@/lib/db/tables/doors";

/** A bridge's authorization on a device: all that the Web API knows of bridges. */
export interface BridgeAuthorization {
  readonly name: string;
  readonly deviceId: DeviceId;
  readonly siteId: SiteId | null;
  readonly siteName: string | null;
}

export interface KnownBridge {
  readonly id: BridgeId;
  readonly name: string;
  readonly siteId: SiteId | null;
  readonly deviceIds: readonly DeviceId[];
  /** The devices that it named itself when it was read; null while it never was. */
  readonly listed: readonly DeviceId[] | null;
  readonly hasAddress: boolean;
  /** Nobody has changed it since it was found. */
  readonly untouched: boolean;
}

export interface InferredBridge {
  /** Null: to be added. */
  readonly id: BridgeId | null;
  readonly name: string;
  readonly siteId: SiteId | null;
  readonly deviceIds: readonly DeviceId[];
}

export interface Inference {
  readonly bridges: readonly InferredBridge[];
  /** Found by name before another row turned out to be the same bridge; nobody ever touched them. */
  readonly absorbed: readonly BridgeId[];
}

interface Group {
  readonly name: string;
  readonly siteId: SiteId | null;
  readonly siteName: string | null;
  readonly deviceIds: DeviceId[];
}

/**
 * Which bridges there are. Devices with a bridge authorization of one name share one bridge, as far as they are at one
 * site: radio does not reach further, and bridges keep the name they were made with. A bridge that was given another
 * name here is known again by its devices.
 */
export function inferBridges(
  authorizations: readonly BridgeAuthorization[],
  known: readonly KnownBridge[],
): Inference {
  const groups = groupsOf(authorizations);
  const matches = matchGroups(groups, known);
  const absorbed = known.filter((bridge) => isAbsorbed(bridge, groups, matches));
  const gone = new Set(absorbed.map((bridge) => bridge.id));
  const taken = new Set(known.filter(({ id }) => !gone.has(id)).map(({ name }) => fold(name)));
  const kept = known
    .filter((bridge) => !gone.has(bridge.id))
    .map((bridge): InferredBridge => {
      const group = groups.find((one) => matches.get(one) === bridge);
      const deviceIds = [...new Set([...(group?.deviceIds ?? []), ...(bridge.listed ?? [])])];
      const { id, name } = bridge;
      return { id, name, siteId: bridge.siteId ?? group?.siteId ?? null, deviceIds };
    });
  const added = groups
    .filter((group) => !matches.has(group))
    .map((group): InferredBridge => {
      const name = freeName(group, taken);
      taken.add(fold(name));
      return { id: null, name, siteId: group.siteId, deviceIds: group.deviceIds };
    });
  return { bridges: [...kept, ...added], absorbed: [...gone] };
}

function groupsOf(authorizations: readonly BridgeAuthorization[]): Group[] {
  const groups = new Map<string, Group>();
  // Devices without a site last: they join the one bridge of that name, if there is only one.
  const rows = [...authorizations].sort(
    (a, b) => Number(a.siteId === null) - Number(b.siteId === null) || a.deviceId.localeCompare(b.deviceId),
  );
  for (const { name, siteId, siteName, deviceId } of rows) {
    const alike = [...groups.values()].filter((group) => fold(group.name) === fold(name));
    const only = siteId === null && alike.length === 1 ? alike[0] : undefined;
    const group = only ?? alike.find((one) => one.siteId === siteId);
    if (group) {
      if (!group.deviceIds.includes(deviceId)) group.deviceIds.push(deviceId);
    } else groups.set(`${fold(name)} ${siteId}`, { name, siteId, siteName, deviceIds: [deviceId] });
  }
  return [...groups.values()];
}

/** The best pairs first: most devices in common, then an address (somebody cares for that row), then the name. */
function matchGroups(groups: readonly Group[], known: readonly KnownBridge[]): Map<Group, KnownBridge> {
  const pairs = groups.flatMap((group) =>
    known.map((bridge) => {
      const own = new Set([...bridge.deviceIds, ...(bridge.listed ?? [])]);
      return {
        group,
        bridge,
        common: group.deviceIds.filter((id) => own.has(id)).length,
        sameName: fold(group.name) === fold(bridge.name),
        fits: bridge.siteId === null || bridge.siteId === group.siteId,
      };
    }),
  );
  const best = pairs
    .filter(({ common, sameName, fits }) => common > 0 || (sameName && fits))
    .sort(
      (a, b) =>
        b.common - a.common ||
        Number(b.bridge.hasAddress) - Number(a.bridge.hasAddress) ||
        Number(b.sameName) - Number(a.sameName) ||
        a.bridge.id.localeCompare(b.bridge.id),
    );
  const matches = new Map<Group, KnownBridge>();
  const used = new Set<BridgeId>();
  for (const { group, bridge } of best) {
    if (matches.has(group) || used.has(bridge.id)) continue;
    matches.set(group, bridge);
    used.add(bridge.id);
  }
  return matches;
}

/** The same bridge twice: once found, once entered by hand and read since. */
function isAbsorbed(
  bridge: KnownBridge,
  groups: readonly Group[],
  matches: ReadonlyMap<Group, KnownBridge>,
): boolean {
  if (!bridge.untouched || bridge.hasAddress || bridge.deviceIds.length === 0) return false;
  const group = groups.find(
    (one) =>
      fold(one.name) === fold(bridge.name) && bridge.deviceIds.some((id) => one.deviceIds.includes(id)),
  );
  const other = group && matches.get(group);
  if (!other || other.id === bridge.id) return false;
  return bridge.deviceIds.every((id) => other.listed?.includes(id));
}

function freeName({ name, siteName }: Group, taken: ReadonlySet<string>): string {
  const wanted = name.trim() || "Bridge";
  const candidates = [wanted, ...(siteName === null ? [] : [`${wanted} (${siteName})`])];
  const free = candidates.find((candidate) => !taken.has(fold(candidate)));
  if (free) return free;
  for (let count = 2; ; count += 1) {
    const candidate = `${wanted} ${count}`;
    if (!taken.has(fold(candidate))) return candidate;
  }
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
