import { z } from "zod";
import type { AccountId } from "@/lib/access/types";

/** Where the reading of an account's log stands; kept as a small fact of the installation. */
export function logStateKey(accountId: AccountId): string {
  return `log:${accountId}`;
}

/** How far back the history of each device was asked for. */
export function logDepthKey(accountId: AccountId): string {
  return `log-depth:${accountId}`;
}

/** By our id of the device; 0: everything that Nuki has. */
export const logDepthSchema = z.record(z.string(), z.number());
export type LogDepth = z.infer<typeof logDepthSchema>;

const walkSchema = z.object({
  /**
   * late: of doors that were offline; gap: of a time in which nobody read; daily: what came later still; hole: once more
   * what could not be read; history: of the time before.
   */
  why: z.enum(["late", "gap", "daily", "hole", "history"]),
  /** Nuki's number of the only device that it reads; null: all of the account. */
  device: z.number().nullable(),
  /** Our ids of the devices whose entries are complete when it is at its end. */
  completes: z.array(z.string()),
  /** Null: from the beginning. */
  from: z.number().nullable(),
  /** Fixed when it begins: what happens meanwhile must not shift its pages. */
  to: z.number().nullable(),
  notBefore: z.number(),
  /** The last row that was read: it goes on below, after a restart too. */
  beforeId: z.string().nullable(),
  /** The ids of the last pages, which must not come again. */
  recent: z.array(z.string()).default([]),
  /** A row of long ago that must not come again either, so that no circle is too wide. */
  mark: z.string().nullable().default(null),
  /** When the last row that was read happened. */
  reached: z.number().nullable().default(null),
  pages: z.number(),
  /** Rows that were new. */
  found: z.number(),
  /** How often in a row Nuki did not know the row that it was to go on below. */
  refused: z.number().default(0),
  /** It knew none of the rows before it either, and the walk began again at the top. */
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
  /** How far the reading of old times has come; null: none was ever begun. */
  history: z
    .object({
      entries: z.number(),
      /** The oldest row that was read. */
      oldest: z.number().nullable(),
      doneAt: z.number().nullable(),
    })
    .nullable()
    .default(null),
  /** Of an earlier version, which kept them here: they are moved to their table. */
  holes: z.array(holeSchema).default([]),
  /** Why the log cannot be read at all, in Nuki's words. */
  problem: z.string().nullable(),
});
export type LogState = z.infer<typeof logStateSchema>;

export const newLogState: LogState = {
  seenTo: null,
  sweptAt: 0,
  triedAt: 0,
  walks: [],
  history: null,
  holes: [],
  problem: null,
};
