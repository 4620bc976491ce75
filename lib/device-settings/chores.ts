import "server-only";
import type { Connector } from "@/lib/sync/connector";
import { createSettingsRunner } from "./apply";
import { hasDueSettings } from "./store";

/** What the settings of devices need done again and again. */
export function settingChores(connect: Connector) {
  return [
    {
      // A run may last longer while Nuki hangs: whoever comes beside it then writes nothing that is being written.
      ...{ name: "settings", everyMs: 1_000, atMostMs: 60_000 },
      ...{ isDue: () => hasDueSettings(), run: createSettingsRunner(connect) },
    },
  ];
}
