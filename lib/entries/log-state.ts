import { z } from "zod";
import type { AccountId } from "@/lib/access/types";

/** Where the reading of an account's log stands; kept as a small fact of the installation. */
export function logStateKey(accountId: AccountId): string {
  return `log:${accountId}`;
}

const walkSchema = z.object({
  /** late: of doors that were offline; gap: of a time in which nobody read; daily: what came later still. */
  why: z.enum(["late", "gap", "daily", "history"]),
  /** Nuki's number of the only device that it reads; null: all of the account. */
  device: z.number().nullable(),
  /** Our ids of the devices whose entries are complete when it is at its end. */
  completes: z.array(z.string()),
  from: z.number(),
  /** Fixed when it begins: what happens meanwhile must not shift its pages. */
  to: z.number().nullable(),
  notBefore: z.number(),
  /** The last row that was read: it goes on below, after a restart too. */
  beforeId: z.string().nullable(),
  pages: z.number(),
  /** Rows that were new. */
  found: z.number(),
  /** Nuki did not know its row any more, and it began again at the top. */
  restarted: z.boolean(),
});
export type LogWalk = z.infer<typeof walkSchema>;

const holeSchema = z.object({
  device: z.number().nullable(),
  from: z.number(),
  to: z.number(),
  why: z.enum(["repeated_cursor", "too_long", "refused"]),
  at: z.number(),
});
/** A time of which entries may be missing, and why. */
export type LogHole = z.infer<typeof holeSchema>;

export const logStateSchema = z.object({
  /** The walks of the newest entries have come to here; null: nothing was read yet. */
  seenTo: z.number().nullable(),
  sweptAt: z.number(),
  /** When the newest were asked for last, successfully or not. */
  triedAt: z.number().default(0),
  /** Everything else that is still to be read. */
  walks: z.array(walkSchema),
  holes: z.array(holeSchema),
  /** Why the log cannot be read at all, in Nuki's words. */
  problem: z.string().nullable(),
});
export type LogState = z.infer<typeof logStateSchema>;

export const newLogState: LogState = {
  seenTo: null,
  sweptAt: 0,
  triedAt: 0,
  walks: [],
  holes: [],
  problem: null,
};
