import { eq } from "drizzle-orm";
import type { Db, Tx } from "@/lib/db/connection";
import { installation } from "@/lib/db/schema";
import {
  type LogDepth,
  type LogState,
  logDepthKey,
  logDepthSchema,
  logStateKey,
  logStateSchema,
  newLogState,
} from "@/lib/entries/log-state";
import type { Account, SyncContext } from "./context";
import { noteHole } from "./log-holes";

/** Where the reading of this account stands. */
export async function loadState(db: Db, account: Pick<Account, "id">): Promise<LogState> {
  const [row] = await db
    .select({ value: installation.value })
    .from(installation)
    .where(eq(installation.key, logStateKey(account.id)));
  return row ? logStateSchema.parse(row.value) : newLogState;
}

/** How far back each device was read. */
export async function loadDepth(db: Db, account: Pick<Account, "id">): Promise<LogDepth> {
  const [row] = await db
    .select({ value: installation.value })
    .from(installation)
    .where(eq(installation.key, logDepthKey(account.id)));
  return row ? logDepthSchema.parse(row.value) : {};
}

/** An earlier version kept the last holes beside the walks: they are moved to their table. */
export async function moveOldHoles({ db, account }: SyncContext, state: LogState): Promise<LogState> {
  if (state.holes.length === 0) return state;
  const moved = { ...state, holes: [] };
  await db.transaction(async (tx) => {
    for (const hole of state.holes) await noteHole(tx, account.id, hole);
    await saveState(tx, account, moved);
  });
  return moved;
}

export async function saveState(db: Db | Tx, account: Pick<Account, "id">, value: LogState): Promise<void> {
  await save(db, logStateKey(account.id), value);
}

export async function saveDepth(db: Db | Tx, account: Pick<Account, "id">, value: LogDepth): Promise<void> {
  await save(db, logDepthKey(account.id), value);
}

async function save(db: Db | Tx, key: string, value: LogState | LogDepth): Promise<void> {
  await db
    .insert(installation)
    .values({ key, value })
    .onConflictDoUpdate({ target: installation.key, set: { value } });
}
