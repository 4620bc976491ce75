import type { Logger } from "pino";
import type { Instant } from "@/lib/access/types";
import type { Db } from "@/lib/db/connection";
import type { accounts } from "@/lib/db/schema";
import type { Secrets } from "@/lib/db/secrets";
import type { Nuki } from "@/lib/nuki/client";

export type Account = typeof accounts.$inferSelect;

/** What the sync of one account works with; time and chance are handed in, so that tests own them. */
export interface SyncContext {
  readonly db: Db;
  readonly account: Account;
  readonly nuki: Nuki;
  readonly secrets: Secrets;
  readonly log: Logger;
  /** This worker's name in the lease. */
  readonly worker: string;
  readonly now: () => Instant;
  readonly random: () => number;
}
