import "server-only";
import { forgetNames } from "@/lib/entries/names";
import type { Chore } from "@/lib/jobs/chores";
import { deleteOldEntries } from "./delete-entries";
import { deleteOldLives } from "./delete-lives";

/**
 * A day ends for each site at its own midnight, so it is looked every hour; what has got old goes once a day. A run deletes
 * some thousand rows of each site, and is followed by the next one at once while there are more.
 */
export const retentionChores: readonly Chore[] = [
  {
    name: "retention",
    everyMs: 3_600_000,
    atMostMs: 10 * 60_000,
    run: async () => {
      const now = new Date();
      const [entries, lives] = [await deleteOldEntries(now), await deleteOldLives(now)];
      if (!entries) await forgetNames();
      return entries || lives;
    },
  },
];
