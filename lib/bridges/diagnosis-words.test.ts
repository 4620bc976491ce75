import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import de from "@/lib/i18n/messages/de/openers.json";
import en from "@/lib/i18n/messages/en/openers.json";
import { type DiagnosisPart, diagnosisParts } from "./diagnosis";

/** Every reason that `diagnose` gives. */
const reasons: Record<DiagnosisPart, readonly string[]> = {
  opener_battery: ["not_heard", "siblings_online", "heard", "critical"],
  opener_radio: ["not_heard", "weak", "siblings_online"],
  bridge_power: ["silent", "together", "together_alone"],
  bridge_wifi: ["told", "silent"],
  bridge_cloud: ["others_online", "alone"],
  internet: ["site_away", "site_silent"],
  nuki: ["stale", "everywhere", "disagrees"],
  reconnect: ["missing", "lost", "unpaired"],
  unclear: ["restarted", "returning", "opener_or_bridge", "alone", "unknown_state"],
  fine: ["online"],
};

const values = { bridge: "BRIDGE", site: "SITE", rssi: "RSSI", minutes: 12, state: 9 };

for (const [locale, openers] of [
  ["en", en],
  ["de", de],
] as const) {
  const t = createTranslator({
    locale,
    messages: { openers },
    onError: (error) => {
      throw error;
    },
  });
  test.each(diagnosisParts.flatMap((part) => reasons[part].map((why) => [part, why] as const)))(
    `%s because of %s is said whole (${locale})`,
    (part, why) => {
      const text = t(`openers.diagnosis.${part}.text`, { why, ...values });
      const todo = t(`openers.diagnosis.${part}.todo`, { why, ...values });
      for (const sentence of [text, todo]) expect(sentence).toMatch(/^[A-ZÄÖÜ].*[.?]$/);
      expect(`${text} ${todo}`).not.toMatch(/[{}]/);
    },
  );

  test(`two reasons of one part are not said alike (${locale})`, () => {
    for (const part of diagnosisParts) {
      const said = reasons[part].map((why) => t(`openers.diagnosis.${part}.text`, { why, ...values }));
      expect(new Set(said).size, part).toBe(reasons[part].length);
    }
  });
}
