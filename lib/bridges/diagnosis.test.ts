import { describe, expect, test } from "vitest";
import {
  type BridgeSight,
  type DiagnosisInput,
  type DiagnosisPart,
  diagnose,
  type Neighbour,
} from "./diagnosis";

const now = Date.parse("2026-11-23T08:00:00Z");
const minutes = (count: number) => count * 60_000;
const wentAt = now - minutes(20);

const online: Neighbour = { online: true, awaySince: null };
const away: Neighbour = { online: false, awaySince: wentAt + minutes(1) };
const awayForDays: Neighbour = { online: false, awaySince: now - minutes(5 * 1440) };

const opener = {
  serverState: 4,
  missing: false,
  offlineSince: wentAt,
  batteryCritical: false,
  seenAt: now - 10_000,
};
const bridge: BridgeSight = {
  triedAt: now - 30_000,
  problem: null,
  readAt: now - 30_000,
  serverConnected: true,
  wlanConnected: true,
  rebootedAt: null,
  device: { rssi: -64, batteryCritical: false },
};
const silent = { ...bridge, problem: "no_answer" as const, readAt: wentAt - minutes(1) };

type Case = [
  name: string,
  given: Partial<Omit<DiagnosisInput, "opener">> & { opener?: Partial<DiagnosisInput["opener"]> },
  part: DiagnosisPart,
  certain: boolean,
  why: string,
];

function run(given: Case[1]) {
  const input: DiagnosisInput = {
    now,
    siblings: [],
    others: [],
    elsewhere: [],
    bridge: null,
    ...given,
    opener: { ...opener, ...given.opener },
  };
  return diagnose(input);
}

function check(cases: Case[]) {
  test.each(cases)("%s", (_name, given, part, certain, why) => {
    const verdict = run(given);
    expect({ ...verdict, params: verdict.params.why }).toEqual({ part, certain, params: why });
  });
}

describe("what Nuki itself says needs no detective", () => {
  check([
    ["an opener that is online is fine", { opener: { serverState: 0 } }, "fine", true, "online"],
    [
      "online is online, whatever the bridge failed to tell us",
      { opener: { serverState: 0 }, bridge: silent },
      "fine",
      true,
      "online",
    ],
    ["one that Nuki lists no more", { opener: { missing: true } }, "reconnect", true, "missing"],
    ["server state 1", { opener: { serverState: 1 } }, "reconnect", true, "lost"],
    ["server state 2", { opener: { serverState: 2 } }, "reconnect", true, "lost"],
    ["server state 3", { opener: { serverState: 3 }, bridge }, "reconnect", true, "lost"],
    [
      "a server state that nobody knows",
      { opener: { serverState: 9 }, bridge },
      "unclear",
      false,
      "unknown_state",
    ],
    [
      "what is known is old: then nothing is said about the opener",
      { opener: { seenAt: now - minutes(11) }, bridge, siblings: [online] },
      "nuki",
      false,
      "stale",
    ],
    [
      "old, although it was online then",
      { opener: { serverState: 0, seenAt: now - minutes(60) } },
      "nuki",
      false,
      "stale",
    ],
  ]);
});

describe("a bridge that answers", () => {
  const cut = { ...bridge, serverConnected: false };
  const unheard = { ...bridge, device: { rssi: null, batteryCritical: false } };
  check([
    [
      "without a link to Nuki, while a lock of the site has one: the bridge's own link",
      { bridge: cut, others: [online, away] },
      "bridge_cloud",
      true,
      "others_online",
    ],
    [
      "without a link, and so is the rest of the site: the internet",
      { bridge: cut, others: [away, away] },
      "internet",
      true,
      "site_away",
    ],
    [
      "without a link, and nothing to compare it with",
      { bridge: cut, siblings: [away] },
      "bridge_cloud",
      false,
      "alone",
    ],
    [
      "without a link, beside a lock that is away for days anyway",
      { bridge: cut, others: [awayForDays] },
      "bridge_cloud",
      false,
      "alone",
    ],
    [
      "and says itself that it has no Wi-Fi",
      { bridge: { ...cut, wlanConnected: false } },
      "bridge_wifi",
      true,
      "told",
    ],
    ["and does not hear the opener", { bridge: unheard }, "opener_radio", false, "not_heard"],
    [
      "and does not hear an opener whose battery Nuki called critical",
      { bridge: unheard, opener: { batteryCritical: true } },
      "opener_battery",
      true,
      "not_heard",
    ],
    [
      "and does not hear an opener whose battery it called critical itself",
      { bridge: { ...bridge, device: { rssi: null, batteryCritical: true } } },
      "opener_battery",
      true,
      "not_heard",
    ],
    [
      "and hears it only just",
      { bridge: { ...bridge, device: { rssi: -90, batteryCritical: false } } },
      "opener_radio",
      false,
      "weak",
    ],
    [
      "and hears it well, but its battery is running out",
      { bridge, opener: { batteryCritical: true } },
      "opener_battery",
      false,
      "heard",
    ],
    ["and does not know the opener", { bridge: { ...bridge, device: null } }, "reconnect", true, "unpaired"],
    [
      "and has just started: it may not have heard the opener yet",
      { bridge: { ...unheard, rebootedAt: now - minutes(1) } },
      "unclear",
      false,
      "restarted",
    ],
    [
      "and started long ago: no excuse",
      { bridge: { ...unheard, rebootedAt: now - minutes(10) } },
      "opener_radio",
      false,
      "not_heard",
    ],
    [
      "and all is well there, a moment after the opener went",
      { bridge, opener: { offlineSince: now - minutes(1) } },
      "unclear",
      false,
      "returning",
    ],
    ["and all is well there for long: Nuki disagrees with it", { bridge }, "nuki", false, "disagrees"],
  ]);
});

describe("a bridge that does not answer", () => {
  check([
    [
      "while the rest of the site is online: it lost its power or Wi-Fi",
      { bridge: silent, siblings: [away], others: [online] },
      "bridge_power",
      true,
      "silent",
    ],
    [
      "refusing the connection is no answer either",
      { bridge: { ...silent, problem: "refused" }, others: [online] },
      "bridge_power",
      true,
      "silent",
    ],
    ["and nothing to compare it with", { bridge: silent }, "bridge_power", false, "silent"],
    [
      "and said before that its Wi-Fi is gone",
      { bridge: { ...silent, wlanConnected: false }, others: [online] },
      "bridge_wifi",
      true,
      "silent",
    ],
    [
      "and nothing else of the site does: its line or its power",
      { bridge: silent, siblings: [away], others: [away] },
      "internet",
      false,
      "site_silent",
    ],
    [
      "to us, though a sibling is online through it: it is the opener",
      { bridge: silent, siblings: [online] },
      "opener_radio",
      false,
      "siblings_online",
    ],
    [
      "to us, though a sibling is online through it, and the battery was critical",
      { bridge: silent, siblings: [online], opener: { batteryCritical: true } },
      "opener_battery",
      true,
      "siblings_online",
    ],
    [
      "and never did: its address may be wrong, so it counts as not read",
      { bridge: { ...silent, readAt: null }, others: [online] },
      "unclear",
      false,
      "opener_or_bridge",
    ],
  ]);
});

describe("a bridge that answers without telling anything", () => {
  check([
    [
      "refuses the token: it has power and Wi-Fi, so it is its link to Nuki",
      { bridge: { ...bridge, problem: "bad_token" }, siblings: [away], others: [online] },
      "bridge_cloud",
      false,
      "others_online",
    ],
    [
      "has its API switched off, and the site is away",
      { bridge: { ...bridge, problem: "api_disabled" }, siblings: [away], others: [away] },
      "internet",
      false,
      "site_away",
    ],
    [
      "is busy all the time, while a sibling is online",
      { bridge: { ...bridge, problem: "busy" }, siblings: [online] },
      "opener_radio",
      false,
      "siblings_online",
    ],
    [
      "is busy, and nobody else is on it",
      { bridge: { ...bridge, problem: "busy" }, others: [online] },
      "unclear",
      false,
      "opener_or_bridge",
    ],
    [
      "is something else at that address: as if it were not read",
      { bridge: { ...bridge, problem: "redirect" }, siblings: [away], others: [online] },
      "bridge_power",
      false,
      "together",
    ],
    [
      "answers with nonsense: as if it were not read",
      { bridge: { ...bridge, problem: "bad_answer" }, siblings: [online] },
      "opener_radio",
      false,
      "siblings_online",
    ],
  ]);
});

describe("a bridge that is not read", () => {
  check([
    [
      "one away, its sibling online: the opener",
      { siblings: [online, away] },
      "opener_radio",
      false,
      "siblings_online",
    ],
    [
      "one away with a critical battery, its sibling online: the battery",
      { siblings: [online], opener: { batteryCritical: true } },
      "opener_battery",
      true,
      "siblings_online",
    ],
    [
      "all of the bridge away together, the rest online: the bridge",
      { siblings: [away], others: [online] },
      "bridge_power",
      false,
      "together",
    ],
    [
      "all of the bridge away together, critical battery or not",
      { siblings: [away], others: [online], opener: { batteryCritical: true } },
      "bridge_power",
      false,
      "together",
    ],
    [
      "all of the bridge away, and nothing else at the site",
      { siblings: [away] },
      "bridge_power",
      false,
      "together_alone",
    ],
    ["the whole site away", { siblings: [away], others: [away] }, "internet", false, "site_away"],
    [
      "the whole site away, another one online",
      { others: [away], elsewhere: [online, away] },
      "internet",
      false,
      "site_away",
    ],
    ["every site away at once", { others: [away], elsewhere: [away, away] }, "nuki", false, "everywhere"],
    [
      "a sibling that is away for days is no witness",
      { siblings: [awayForDays], others: [online] },
      "unclear",
      false,
      "opener_or_bridge",
    ],
    [
      "a sibling that nobody saw going counts as gone together",
      { siblings: [{ online: false, awaySince: null }], others: [online] },
      "bridge_power",
      false,
      "together",
    ],
    [
      "alone with a critical battery",
      { others: [online], opener: { batteryCritical: true } },
      "opener_battery",
      false,
      "critical",
    ],
    ["alone at the site", {}, "unclear", false, "alone"],
    ["alone on its bridge, the site online", { others: [online] }, "unclear", false, "opener_or_bridge"],
  ]);
});

describe("a reading that is out of date", () => {
  const old = { ...bridge, serverConnected: false };
  check([
    [
      "from before the opener went away proves nothing about it",
      { bridge: { ...old, triedAt: wentAt - 1 }, siblings: [online], opener: { offlineSince: wentAt } },
      "opener_radio",
      false,
      "siblings_online",
    ],
    [
      "from more than five minutes ago is not used",
      { bridge: { ...old, triedAt: now - minutes(6) }, siblings: [away], others: [online] },
      "bridge_power",
      false,
      "together",
    ],
  ]);
});

test("the figures for the words travel with the verdict", () => {
  expect(run({ opener: { seenAt: now - minutes(25) } }).params).toEqual({ why: "stale", minutes: 25 });
  expect(run({ bridge: { ...bridge, device: { rssi: -91, batteryCritical: null } } }).params).toEqual({
    why: "weak",
    rssi: -91,
  });
  expect(run({ opener: { serverState: 17 } }).params).toEqual({ why: "unknown_state", state: 17 });
});
