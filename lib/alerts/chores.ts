import "server-only";
import { getDb } from "@/lib/db/connection";
import type { Chore } from "@/lib/jobs/chores";
import { evaluateAlerts } from "./evaluate";

/** What is wrong is looked for every 15 seconds. */
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
];
