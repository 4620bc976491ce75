import type { Instant } from "@/lib/access/types";
import type { BridgeProblem } from "@/lib/db/tables/doors";

/** A device beside the one in question: the way to Nuki that they share works for it, or does not. */
export interface Neighbour {
  readonly online: boolean;
  /** Since when it is away; null while it is online, or where nobody saw it go. */
  readonly awaySince: Instant | null;
}

/** The last try to read the bridge, and what was heard when it answered last. */
export interface BridgeSight {
  readonly triedAt: Instant;
  readonly problem: BridgeProblem | null;
  readonly readAt: Instant | null;
  readonly serverConnected: boolean | null;
  readonly wlanConnected: boolean | null;
  readonly rebootedAt: Instant | null;
  /** The opener as the bridge hears it; null where it does not know the opener. */
  readonly device: { readonly rssi: number | null; readonly batteryCritical: boolean | null } | null;
}

export interface DiagnosisInput {
  readonly now: Instant;
  readonly opener: {
    readonly serverState: number;
    /** Nuki does not list it any more. */
    readonly missing: boolean;
    readonly offlineSince: Instant | null;
    readonly batteryCritical: boolean;
    /** When Nuki was asked last. */
    readonly seenAt: Instant;
  };
  /** On the same bridge. */
  readonly siblings: readonly Neighbour[];
  /** At the same site, by another way. */
  readonly others: readonly Neighbour[];
  /** At all other sites. */
  readonly elsewhere: readonly Neighbour[];
  /** Null: no bridge is known, or nobody entered its address. */
  readonly bridge: BridgeSight | null;
}

export const diagnosisParts = [
  "opener_battery",
  "opener_radio",
  "bridge_power",
  "bridge_wifi",
  "bridge_cloud",
  "internet",
  "nuki",
  "reconnect",
  "unclear",
  "fine",
] as const;
export type DiagnosisPart = (typeof diagnosisParts)[number];

/** Which part failed, in words under `openers.diagnosis.<part>`; `params.why` picks the words that fit the evidence. */
export interface Verdict {
  readonly part: DiagnosisPart;
  /** False: the likeliest of several. */
  readonly certain: boolean;
  readonly params: { readonly why: string } & Readonly<Record<string, string | number>>;
}

const minute = 60_000;
/** Older than this, what Nuki said is no news. */
const nukiOldMs = 10 * minute;
/** Older than this, what the bridge said is no news. */
export const bridgeOldMs = 5 * minute;
/** Devices that one cause takes away are noticed to be gone within this time. */
const togetherMs = 10 * minute;
/** A bridge that has just started has not heard everybody yet. */
const startMs = 3 * minute;
/** Signals below are lost now and then (dBm). */
const weakRssi = -85;

/**
 * What keeps an opener from Nuki: itself, its bridge, the internet, or none of these. The bridge is believed first; where
 * it cannot be read, what became of the devices beside the opener tells some of it.
 *
 * Example: the opener is away, its bridge answers with `serverConnected: false`, and a Wi-Fi lock of the site is online:
 * the internet works and the bridge does, so it is the bridge's own link to Nuki, for certain.
 */
export function diagnose(input: DiagnosisInput): Verdict {
  const { now, opener } = input;
  if (opener.missing) return verdict("reconnect", true, "missing");
  if (opener.serverState >= 1 && opener.serverState <= 3) return verdict("reconnect", true, "lost");
  const silentMs = now - opener.seenAt;
  if (silentMs > nukiOldMs) {
    return verdict("nuki", false, "stale", { minutes: Math.floor(silentMs / minute) });
  }
  if (opener.serverState === 0) return verdict("fine", true, "online");
  if (opener.serverState !== 4)
    return verdict("unclear", false, "unknown_state", { state: opener.serverState });
  return byBridge(input) ?? byNeighbours(input);
}

function byBridge(input: DiagnosisInput): Verdict | null {
  const { now, opener, bridge } = input;
  if (bridge === null || now - bridge.triedAt > bridgeOldMs) return null;
  // Read before the opener went away, it says nothing about that; it is asked again within a minute.
  if (opener.offlineSince !== null && bridge.triedAt < opener.offlineSince) return null;
  switch (bridge.problem) {
    case null:
      return byAnswer(input, bridge);
    case "no_answer":
    case "refused":
      return bySilence(input, bridge);
    case "busy":
    case "bad_token":
    case "api_disabled":
      return byPresence(input);
    case "bad_answer":
    case "redirect":
      return null;
  }
}

function byAnswer(input: DiagnosisInput, bridge: BridgeSight): Verdict {
  const { now, opener } = input;
  const { device } = bridge;
  if (bridge.wlanConnected === false) return verdict("bridge_wifi", true, "told");
  if (bridge.serverConnected === false) return byCutLine(input, true);
  const startedMs = bridge.rebootedAt === null ? null : now - bridge.rebootedAt;
  if (startedMs !== null && startedMs < startMs) return verdict("unclear", false, "restarted");
  if (device === null) return verdict("reconnect", true, "unpaired");
  const batteryCritical = opener.batteryCritical || device.batteryCritical === true;
  if (device.rssi === null) {
    return batteryCritical
      ? verdict("opener_battery", true, "not_heard")
      : verdict("opener_radio", false, "not_heard");
  }
  if (device.rssi < weakRssi) return verdict("opener_radio", false, "weak", { rssi: device.rssi });
  if (batteryCritical) return verdict("opener_battery", false, "heard", { rssi: device.rssi });
  if (opener.offlineSince !== null && now - opener.offlineSince < startMs) {
    return verdict("unclear", false, "returning");
  }
  return verdict("nuki", false, "disagrees");
}

/** The bridge runs, but nothing of it reaches Nuki. */
function byCutLine(input: DiagnosisInput, isTold: boolean): Verdict {
  const others = countOf(input.others, input);
  if (others.online > 0) return verdict("bridge_cloud", isTold, "others_online");
  if (others.together > 0) return verdict("internet", isTold, "site_away");
  return verdict("bridge_cloud", false, "alone");
}

/** Nothing answers where the bridge should. */
function bySilence(input: DiagnosisInput, bridge: BridgeSight): Verdict | null {
  // An address that never answered may simply be wrong.
  if (bridge.readAt === null) return null;
  const siblings = countOf(input.siblings, input);
  // Nuki reaches them through it, so it is only we who cannot.
  if (siblings.online > 0) return openerItself(input);
  const others = countOf(input.others, input);
  if (others.online === 0 && others.together > 0) return verdict("internet", false, "site_silent");
  const part = bridge.wlanConnected === false ? "bridge_wifi" : "bridge_power";
  return verdict(part, others.online > 0, "silent");
}

/** The bridge is there and says nothing of use: it has power and Wi-Fi at least. */
function byPresence(input: DiagnosisInput): Verdict | null {
  const siblings = countOf(input.siblings, input);
  if (siblings.online > 0) return openerItself(input);
  return siblings.together > 0 ? byCutLine(input, false) : null;
}

function byNeighbours(input: DiagnosisInput): Verdict {
  const siblings = countOf(input.siblings, input);
  if (siblings.online > 0) return openerItself(input);
  const others = countOf(input.others, input);
  if (others.online === 0 && others.together > 0) {
    const elsewhere = countOf(input.elsewhere, input);
    const isEverywhere = elsewhere.online === 0 && elsewhere.together > 0;
    return isEverywhere ? verdict("nuki", false, "everywhere") : verdict("internet", false, "site_away");
  }
  if (siblings.together > 0) {
    return verdict("bridge_power", false, others.online > 0 ? "together" : "together_alone");
  }
  if (input.opener.batteryCritical) return verdict("opener_battery", false, "critical");
  return verdict("unclear", false, others.online > 0 ? "opener_or_bridge" : "alone");
}

/** Bridge and internet work for the devices beside it. */
function openerItself({ opener }: DiagnosisInput): Verdict {
  return opener.batteryCritical
    ? verdict("opener_battery", true, "siblings_online")
    : verdict("opener_radio", false, "siblings_online");
}

/** Who is online, and who went away at the same time as the opener: a device that is away for days proves nothing. */
function countOf(neighbours: readonly Neighbour[], { opener }: DiagnosisInput) {
  const isTogether = ({ awaySince }: Neighbour) =>
    awaySince === null ||
    opener.offlineSince === null ||
    Math.abs(awaySince - opener.offlineSince) <= togetherMs;
  const away = neighbours.filter((neighbour) => !neighbour.online);
  return { online: neighbours.length - away.length, together: away.filter(isTogether).length };
}

function verdict(
  part: DiagnosisPart,
  certain: boolean,
  why: string,
  params: Readonly<Record<string, string | number>> = {},
): Verdict {
  return { part, certain, params: { why, ...params } };
}
