import "server-only";
import { randomInt, randomUUID } from "node:crypto";
import { and, asc, eq, gt, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { type CodePool, codeProblem, createCodePool } from "@/lib/access/codes";
import type { StaffId } from "@/lib/access/types";
import type { Tx } from "@/lib/db/connection";
import { authorizations, staff, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { ok, type Result, refuse } from "@/lib/result";
import { setAside } from "@/lib/sync/set-aside";

/** Any number that nothing else locks on: two transactions must not both find the same code free. */
const codesLock = 4_151_702;
const restDays = 90;

/**
 * Every code that must not be given out again: the current ones, those retired lately (a door that is offline may still
 * know them), and whatever Nuki's keypads hold, ours or not. Codes are given out by one transaction at a time. `adopted` is
 * a code on keypads that is about to become this person's: it does not stand in its own way.
 */
export async function openCodes(
  tx: Tx,
  now: Date,
  adopted?: { readonly staffId: StaffId; readonly codeHash: string },
): Promise<CodePool> {
  await tx.execute(sql`select pg_advisory_xact_lock(${codesLock})`);
  const secrets = getSecrets();
  const rested = new Date(now.getTime() - restDays * 86_400_000);
  const ours = await tx
    .select({ id: staffCodes.id, code: staffCodes.code })
    .from(staffCodes)
    .where(
      and(
        or(isNull(staffCodes.retiredAt), gt(staffCodes.retiredAt, rested)),
        adopted && or(ne(staffCodes.codeHash, adopted.codeHash), ne(staffCodes.staffId, adopted.staffId)),
      ),
    );
  const onDoors = await tx
    .selectDistinctOn([authorizations.codeHash], { id: authorizations.nukiId, code: authorizations.code })
    .from(authorizations)
    .where(and(isNotNull(authorizations.code), adopted && ne(authorizations.codeHash, adopted.codeHash)));
  return createCodePool([
    ...ours.map(({ id, code }) => secrets.unseal(code, `staff_code:${id}`)),
    ...onDoors.flatMap(({ id, code }) => (code ? [secrets.unseal(code, `authorization_code:${id}`)] : [])),
  ]);
}

/** Gives each of these people a code who has none; the rest keep theirs. Returns who got one. */
export async function ensureCodes(
  tx: Tx,
  staffIds: readonly StaffId[],
  now: Date,
  pool?: CodePool,
): Promise<Result<StaffId[]>> {
  const codes = pool ?? (await openCodes(tx, now));
  const having = await tx.select({ staffId: staffCodes.staffId }).from(staffCodes).where(currentOf(staffIds));
  const known = new Set(having.map(({ staffId }) => staffId));
  const missing = [...new Set(staffIds)].filter((staffId) => !known.has(staffId));
  const rows: (typeof staffCodes.$inferInsert)[] = [];
  for (const staffId of missing) {
    const code = codes.take((maxExclusive) => randomInt(maxExclusive));
    if (code === null) return refuse("no_code_left");
    rows.push(sealedRow(staffId, code, now));
  }
  for (let at = 0; at < rows.length; at += 1000)
    await tx.insert(staffCodes).values(rows.slice(at, at + 1000));
  return ok(missing);
}

/**
 * Gives a person this very code, as an import may ask for; the old one is retired. `false` when it is theirs already.
 * Take the pool from `openCodes` once for many people.
 */
export async function giveCode(
  tx: Tx,
  pool: CodePool,
  staffId: StaffId,
  code: string,
  now: Date,
): Promise<Result<boolean>> {
  const current = and(eq(staffCodes.staffId, staffId), isNull(staffCodes.retiredAt));
  const [own] = await tx.select({ codeHash: staffCodes.codeHash }).from(staffCodes).where(current);
  if (own?.codeHash === getSecrets().hashCode(code)) return ok(false);
  if (codeProblem(code) !== null) return refuse("code_not_allowed");
  if (!pool.isFree(code)) return refuse("duplicate_code");
  await tx.update(staffCodes).set({ retiredAt: now }).where(current);
  await tx.insert(staffCodes).values(sealedRow(staffId, code, now));
  pool.add(code);
  return ok(true);
}

export interface ReplacedCode {
  readonly staffId: StaffId;
  /** Null for who had no code. */
  readonly oldCodeId: string | null;
  readonly newCodeId: string;
}

export interface Replacement {
  /**
   * at_once: the old code stops where the new one starts. seamless: where a keypad has a place left, the old code goes
   * once the new one was seen there.
   */
  readonly mode: "at_once" | "seamless";
  /** Seamless only: so long the old codes stay in any case; null: no longer than needed. */
  readonly keepOldUntil: Date | null;
  /** From `openCodes` in the same transaction, where it is there already. */
  readonly pool?: CodePool;
}

/**
 * Gives each of these people another code, generated, and retires the old one. Leavers get none and are left out of the
 * answer. All of them or nobody: refused when the codes run out. As with every edit, the audit event belongs into the same
 * transaction: it is what keeps a request that was planned with the old code from leaving.
 */
export async function replaceCodes(
  tx: Tx,
  staffIds: readonly StaffId[],
  now: Date,
  { mode, keepOldUntil, pool }: Replacement,
): Promise<Result<ReplacedCode[]>> {
  const codes = pool ?? (await openCodes(tx, now));
  const people = await tx
    .select({ staffId: staff.id, oldCodeId: staffCodes.id })
    .from(staff)
    .leftJoin(staffCodes, and(eq(staffCodes.staffId, staff.id), isNull(staffCodes.retiredAt)))
    .where(and(inArray(staff.id, [...staffIds]), ne(staff.status, "removed")))
    .orderBy(asc(staff.id));
  const ids = people.map((person) => person.staffId);
  const rows: CodeRow[] = [];
  const replaced: ReplacedCode[] = [];
  for (const person of people) {
    const code = codes.take((maxExclusive) => randomInt(maxExclusive));
    if (code === null) return refuse("no_code_left");
    const row = sealedRow(person.staffId, code, now);
    rows.push(row);
    replaced.push({ ...person, newCodeId: row.id });
  }
  if (mode === "seamless") await setAside(tx, ids);
  // What was set aside is told from what was replaced at once by having a time: only then may it stay on a door at all.
  const keepUntil = mode === "seamless" ? (keepOldUntil ?? now) : null;
  await tx.update(staffCodes).set({ retiredAt: now, keepUntil }).where(currentOf(ids));
  for (let at = 0; at < rows.length; at += 1000)
    await tx.insert(staffCodes).values(rows.slice(at, at + 1000));
  return ok(replaced);
}

/** A leaver's code is no longer current; it rests before anybody else may get one like it. */
export async function retireCodes(tx: Tx, staffIds: readonly StaffId[], now: Date): Promise<void> {
  await tx.update(staffCodes).set({ retiredAt: now }).where(currentOf(staffIds));
}

function currentOf(staffIds: readonly StaffId[]) {
  return and(isNull(staffCodes.retiredAt), inArray(staffCodes.staffId, [...staffIds]));
}

type CodeRow = typeof staffCodes.$inferInsert & { readonly id: string };

function sealedRow(staffId: StaffId, code: string, now: Date): CodeRow {
  const id = randomUUID();
  const secrets = getSecrets();
  return {
    id,
    staffId,
    code: secrets.seal(code, `staff_code:${id}`),
    codeHash: secrets.hashCode(code),
    createdAt: now,
  };
}
