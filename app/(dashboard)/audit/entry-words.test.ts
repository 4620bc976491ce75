import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { actionGroups, knownSources, knownTriggers } from "@/lib/entries/list";
import { type EntryFacts, type EntryWords, entryKeyOf, storedOutcomes } from "@/lib/entries/words";
import devicesDe from "@/lib/i18n/messages/de/devices.json";
import entriesDe from "@/lib/i18n/messages/de/entries.json";
import devicesEn from "@/lib/i18n/messages/en/devices.json";
import entriesEn from "@/lib/i18n/messages/en/entries.json";
import { outcomeBadge, sourceText, triggerText } from "./entry-words";

/** The whole table of web-api.md 4.2. */
const table = {
  deviceTypes: [0, 2, 3, 4, 5],
  actions: {
    lock: [1, 2, 3, 4, 5, 11, 208, 209, 240, 241, 242, 243, 250, 251, 252, 253, 254, 255],
    opener: [1, 2, 3, 6, 7, 11, 224, 243, 250, 251, 252, 253, 254, 255],
  },
  triggers: [0, 1, 2, 3, 4, 5, 6, 7, 253, 254, 255],
  states: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 224, 225, 226, 254, 255],
  tapStates: [0, 1, 2, 3, 7, 37, 255],
  sources: [0, 1, 2, 3],
  openerSources: [0, 1, 2, 3, 4, 5, 6],
} as const;

const plain: EntryFacts = {
  ...{ deviceType: 4, action: 1, trigger: 5, state: 0, source: 0 },
  ...{ autoUnlock: false, ajarMinutes: null, opener: null },
};

function* everyEntry(): Generator<EntryFacts> {
  for (const deviceType of table.deviceTypes)
    for (const action of deviceType === 2 ? table.actions.opener : table.actions.lock)
      for (const trigger of table.triggers) {
        for (const state of table.states) yield { ...plain, deviceType, action, trigger, state };
        for (const source of table.sources) yield { ...plain, deviceType, action, trigger, source };
      }
  for (const state of table.tapStates) yield { ...plain, trigger: 253, source: 3, state };
  for (const source of table.openerSources)
    for (const activeRto of [true, false]) {
      const opener = { source, activeRto, activeCm: !activeRto };
      yield { ...plain, deviceType: 2, action: 3, trigger: 0, opener };
    }
}

const unknownWords = /unknown|unbekannt/i;

describe.each([
  ["en", devicesEn, entriesEn],
  ["de", devicesDe, entriesDe],
] as const)("in %s", (locale, devices, entries) => {
  const tEntry = createTranslator({ locale, messages: { devices }, namespace: "devices.entry" });
  const t = createTranslator({ locale, messages: { entries }, namespace: "entries" });

  test("each action, trigger, state and source of Nuki's table has words for every type of device", () => {
    const nameless = new Set<string>();
    const told = new Map<NonNullable<EntryWords["key" | "way" | "result"]>, EntryWords["params"]>();
    let count = 0;
    for (const entry of everyEntry()) {
      const { key, way, result, params } = entryKeyOf(entry);
      count += 1;
      for (const part of [key, way, result])
        if (part !== null && unknownWords.test(part)) nameless.add(JSON.stringify(entry));
      for (const part of [key, way, result]) if (part !== null) told.set(part, params);
    }
    for (const [part, params] of told) expect(tEntry(part, params)).not.toMatch(/^$|devices\.entry/);
    expect([...nameless]).toEqual([]);
    expect(count).toBeGreaterThan(10_000);
  });

  test("the filters and the detail name each trigger, source, outcome and group of actions", () => {
    expect([...knownTriggers]).toEqual([...table.triggers]);
    expect([...knownSources]).toEqual([...table.sources]);
    const words = [
      ...table.triggers.map((trigger) => triggerText(trigger, t)),
      ...table.sources.map((source) => sourceText(source, t)),
      ...storedOutcomes.map((outcome) => outcomeBadge(outcome, t).text),
      ...actionGroups.map((group) => t(`action.${group}`)),
    ];
    expect(words.filter((word) => word === "" || word.includes(".") || unknownWords.test(word))).toEqual([]);
  });

  test("a number that the table does not have is told as that number", () => {
    const { key, way, result, params } = entryKeyOf({ ...plain, action: 77, trigger: 78, state: 79 });
    expect([key, way, result]).toEqual(["tried.unknown", "way.unknown", "result.unknown"]);
    for (const [part, number] of [
      [key, 77],
      [way, 78],
      [result, 79],
    ] as const) {
      expect(part && tEntry(part, params)).toContain(String(number));
      expect(part && tEntry(part, params)).toMatch(unknownWords);
    }
    for (const text of [triggerText(78, t), sourceText(79, t)]) expect(text).toMatch(/7[89]/);
    expect(triggerText(78, t)).toMatch(unknownWords);
  });
});
