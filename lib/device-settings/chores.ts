import "server-only";
import type { Connector } from "@/lib/sync/connector";
import { createSettingsRunner } from "./apply";
import { hasDueSettings } from "./store";

/** What the settings of devices need done again and again. */
export function settingChores(connect: Connector) {
  return [
    {
      ...{ name: "settings", everyMs: 1_000, atMostMs: 300_000 },
      ...{ isDue: () => hasDueSettings(), run: createSettingsRunner(connect) },
    },
  ];
}
