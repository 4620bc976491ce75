import "server-only";
import { getDb } from "@/lib/db/connection";
import type { Chore } from "@/lib/jobs/chores";
import { pruneNews } from "./prune";

export const liveChores: readonly Chore[] = [
  {
    name: "news.prune",
    everyMs: 600_000,
    atMostMs: 60_000,
    run: async () => {
      await pruneNews(getDb());
      return false;
    },
  },
];
