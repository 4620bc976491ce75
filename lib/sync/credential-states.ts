import { sql } from "drizzle-orm";
import { type StatusReason, statusOf } from "@/lib/access/status";
import type {
  Authorization,
  BlockedCredential,
  Credential,
  CredentialKey,
  Plan,
  Wish,
} from "@/lib/access/types";
import type { Compiled, Picture, Scope } from "@/lib/changes/picture";
import { isAny } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { credentials } from "@/lib/db/schema";
import type { SyncContext } from "./context";
import { noteWishes } from "./note-wishes";
import { type ChangeRow, keyOf } from "./open-changes";

interface Situation {
  readonly picture: Picture;
  readonly compiled: Compiled;
  readonly plan: Plan;
  readonly open: ReadonlyMap<string, ChangeRow>;
  readonly scope: Scope;
}

type Row = typeof credentials.$inferSelect;
type Desired = Credential | BlockedCredential;

/**
 * Writes each credential's state, the column that lists sort and count by. Only what differs is written, so a turn in
 * which nothing happened writes nothing; false then.
 */
export async function writeCredentialStates(
  tx: Tx,
  context: SyncContext,
  { picture, compiled, plan, open, scope }: Situation,
): Promise<boolean> {
  const at = new Date(context.now());
  const desired = new Map<string, Desired>();
  for (const item of [...compiled.credentials, ...compiled.blocked, ...plan.blocked])
    desired.set(keyOf(item), item);
  await noteWishes(tx, {
    ...{ picture, scope, at, accountId: context.account.id },
    wanted: new Map([...desired].flatMap(([key, item]) => ("reason" in item ? [] : [[key, item] as const]))),
  });
  const bound = boundAuthorizations(picture, scope);
  const before = new Map((await loadRows(tx, scope)).map((row) => [keyOf(row), row]));
  const keys = new Map<string, CredentialKey>();
  for (const item of [...desired.values(), ...open.values(), ...before.values()]) keys.set(keyOf(item), item);
  for (const [key, { credential }] of bound) keys.set(key, credential);

  const written: Row[] = [];
  const dropped: Row[] = [];
  for (const [key, { staffId, deviceId, kind }] of keys) {
    const door = picture.model.doors.get(deviceId);
    if (!door || door.accountId !== context.account.id) continue;
    const old = before.get(key);
    const auth = bound.get(key)?.auth ?? null;
    const wanted = desired.get(key) ?? null;
    const change = open.get(key);
    const status = statusOf({ desired: wanted, bound: auth, change: change ? tracked(change) : null, door });
    const gone = status.state === "removed" && wanted === null;
    if (gone && !old) continue;
    if (gone && old && old.confirmedAt === null) {
      // It was never on the door: there is nothing to remember.
      dropped.push(old);
      continue;
    }
    const isTrue = status.state === "active" || status.state === "removed";
    const wish = wishOf(wanted);
    const row: Row = {
      staffId,
      deviceId,
      kind,
      state: status.state,
      reason: status.reason?.key ?? null,
      reasonParams: paramsOf(status.reason),
      wish,
      authId: auth?.id ?? null,
      since: old?.state === status.state ? old.since : at,
      confirmedAt: isTrue && old?.state !== status.state ? at : (old?.confirmedAt ?? null),
    };
    if (!old || !isSameRow(old, row)) written.push(row);
  }
  await write(tx, written);
  await drop(tx, dropped);
  return written.length + dropped.length > 0;
}

function tracked(row: ChangeRow) {
  return {
    op: row.op,
    state: row.state,
    reason: row.reason,
    nextTryAt: row.nextTryAt?.getTime() ?? null,
  };
}

function wishOf(wanted: Desired | null): Wish | null {
  return wanted?.wish ?? null;
}

function paramsOf(reason: StatusReason | null): Record<string, string | number> | null {
  if (reason === null) return null;
  const { key: _key, ...rest } = reason;
  const params = Object.entries(rest).filter(
    (entry): entry is [string, string | number] => entry[1] !== null,
  );
  return params.length === 0 ? null : Object.fromEntries(params);
}

function boundAuthorizations(
  { observed }: Picture,
  scope: Scope,
): Map<string, { credential: CredentialKey; auth: Authorization }> {
  const inScope = scope === "all" ? null : new Set(scope.staffIds);
  const byId = new Map(observed.authorizations.map((auth) => [`${auth.deviceId} ${auth.id}`, auth]));
  const bound = new Map<string, { credential: CredentialKey; auth: Authorization }>();
  for (const binding of observed.bindings) {
    if (inScope && !inScope.has(binding.staffId)) continue;
    const auth = byId.get(`${binding.deviceId} ${binding.authId}`);
    if (auth) bound.set(keyOf(binding), { credential: binding, auth });
  }
  return bound;
}

async function loadRows(tx: Tx, scope: Scope): Promise<Row[]> {
  return tx
    .select()
    .from(credentials)
    .where(scope === "all" ? undefined : isAny(credentials.staffId, scope.staffIds));
}

function isSameRow(a: Row, b: Row): boolean {
  return (
    a.state === b.state &&
    a.reason === b.reason &&
    a.authId === b.authId &&
    isSameJson(a.reasonParams, b.reasonParams) &&
    isSameJson(a.wish, b.wish)
  );
}

/** jsonb keeps its own order of members. */
function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => isSameJson(left[key], right[key]));
}

async function write(tx: Tx, rows: readonly Row[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 1000) {
    await tx
      .insert(credentials)
      .values(rows.slice(start, start + 1000))
      .onConflictDoUpdate({
        target: [credentials.staffId, credentials.deviceId, credentials.kind],
        set: {
          state: sql`excluded.state`,
          reason: sql`excluded.reason`,
          reasonParams: sql`excluded.reason_params`,
          wish: sql`excluded.wish`,
          authId: sql`excluded.auth_id`,
          since: sql`excluded.since`,
          confirmedAt: sql`excluded.confirmed_at`,
        },
      });
  }
}

async function drop(tx: Tx, rows: readonly Row[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 1000) {
    const list = rows
      .slice(start, start + 1000)
      .map((row) => sql`(${row.staffId}::uuid, ${row.deviceId}::uuid, ${row.kind})`);
    await tx
      .delete(credentials)
      .where(
        sql`(${credentials.staffId}, ${credentials.deviceId}, ${credentials.kind}) in (${sql.join(list, sql`, `)})`,
      );
  }
}
