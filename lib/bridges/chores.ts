import "server-only";
import { getDb } from "@/lib/db/connection";
import type { Chore } from "@/lib/jobs/chores";
import type { Connector } from "@/lib/sync/connector";
import { findBridges } from "./find";
import { learnIntercoms, unknownIntercoms } from "./intercoms";
import { bridgeTools, hasDueBridge, readDueBridges } from "./read";

const minute = 60_000;

/** What is done about bridges without being asked: find them, read them, learn which intercoms openers are set up for. */
export function bridgeChores(connect: Connector): Chore[] {
  return [
    {
      name: "bridges.find",
      everyMs: 30_000,
      atMostMs: minute,
      run: async () => {
        await findBridges(bridgeTools());
        return false;
      },
    },
    {
      name: "bridges.read",
      everyMs: 5_000,
      atMostMs: 3 * minute,
      isDue: () => hasDueBridge(bridgeTools()),
      run: async () => {
        await readDueBridges(bridgeTools());
        return false;
      },
    },
    {
      name: "intercoms",
      everyMs: minute,
      atMostMs: 5 * minute,
      isDue: async () => (await unknownIntercoms(getDb(), Date.now())).length > 0,
      run: async () => {
        await learnIntercoms({ db: getDb(), connect, now: Date.now });
        return false;
      },
    },
  ];
}
