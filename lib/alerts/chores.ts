import "server-only";
import { getDb } from "@/lib/db/connection";
import type { Chore } from "@/lib/jobs/chores";
import { deliverAlerts, hasDueDeliveries } from "./deliver";
import { withDeliverTools } from "./deliver-tools";
import { evaluateAlerts } from "./evaluate";

/** What is wrong is looked for every 15 seconds, and told soon after. */
export const alertChores: readonly Chore[] = [
  {
    name: "alerts",
    everyMs: 15_000,
    atMostMs: 60_000,
    run: async () => {
      await evaluateAlerts(getDb(), Date.now());
      return false;
    },
  },
  {
    name: "alerts.deliver",
    everyMs: 5_000,
    // A channel that fails is left at once, so a run is short; after a crash nobody waits longer than this.
    atMostMs: 5 * 60_000,
    isDue: () => hasDueDeliveries(getDb(), Date.now()),
    run: async () => {
      await withDeliverTools(deliverAlerts);
      return false;
    },
  },
];
