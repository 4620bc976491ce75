import { and, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { arrayOf } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { accountSync, accountUsers, authorizations, devices, staffAccountUsers } from "@/lib/db/schema";
import { NukiError } from "@/lib/nuki/errors";
import type { NukiAuth } from "@/lib/nuki/translate";
import { bindDiscovered, endBindingsOfAbsent, reviveBindings } from "./bindings";
import type { SyncContext } from "./context";
import { type AuthKey, noteLives } from "./note-lives";
import { devicesInOrder } from "./open-changes";

/** How many rows go into one statement: PostgreSQL takes 65,535 parameters at most. */
const chunk = 1000;

/** Reads the whole list of one device. Returns the staff whose credentials may have moved. */
export async function observeDevice(
  context: SyncContext,
  device: { id: DeviceId; nukiId: number },
): Promise<StaffId[]> {
  const readAt = new Date(context.now());
  const found = await context.nuki.reader.listDeviceAuths(device.nukiId);
  return context.db.transaction((tx) =>
    store(tx, context, new Map([[device.nukiId, device.id]]), found, readAt),
  );
}

/** Reads the lists of all devices in one walk, and Nuki's account users with them. */
export async function observeAll(context: SyncContext): Promise<StaffId[]> {
  const { db, account, nuki, now } = context;
  const readAt = new Date(now());
  const users = await readAccountUsers(context);
  const found = await nuki.reader.listAllAuths();
  return db.transaction(async (tx) => {
    if (users) await storeAccountUsers(tx, context, users, readAt);
    const known = await tx
      .select({ id: devices.id, nukiId: devices.nukiId })
      .from(devices)
      .where(and(eq(devices.accountId, account.id), isNull(devices.missingSince)));
    const staffIds = await store(
      tx,
      context,
      new Map(known.map((device) => [device.nukiId, device.id])),
      found,
      readAt,
    );
    await tx
      .update(accountSync)
      .set({ authorizationsSeenAt: readAt, ...(users ? { accountUsersSeenAt: readAt } : {}) })
      .where(eq(accountSync.accountId, account.id));
    return staffIds;
  });
}

/** Null where they cannot be read, as without the scope "account": keypad codes need no account users. */
async function readAccountUsers({ nuki, log }: SyncContext) {
  try {
    return await nuki.reader.listAccountUsers();
  } catch (error) {
    if (!(error instanceof NukiError) || error.status === 429) throw error;
    log.warn({ err: error }, "the account users cannot be read");
    return null;
  }
}

/** Writes complete lists: what is not in them is gone from these devices. */
async function store(
  tx: Tx,
  { account, secrets }: SyncContext,
  deviceIds: ReadonlyMap<number, DeviceId>,
  found: readonly NukiAuth[],
  readAt: Date,
): Promise<StaffId[]> {
  const ids = [...deviceIds.values()];
  if (ids.length === 0) return [];
  const before = await tx
    .select({
      deviceId: authorizations.deviceId,
      nukiId: authorizations.nukiId,
    })
    .from(authorizations)
    .where(inArray(authorizations.deviceId, ids));
  const rows = found.flatMap((auth) => {
    const deviceId = deviceIds.get(auth.deviceId);
    return deviceId ? [rowOf(auth, deviceId, secrets, readAt)] : [];
  });
  const written: AuthKey[] = [];
  for (let start = 0; start < rows.length; start += chunk) {
    written.push(...(await upsert(tx, rows.slice(start, start + chunk))));
  }
  const present = new Set(rows.map((row) => `${row.deviceId} ${row.nukiId}`));
  const absent = before.filter((row) => !present.has(`${row.deviceId} ${row.nukiId}`));
  for (let start = 0; start < absent.length; start += chunk) {
    const part = absent.slice(start, start + chunk);
    await tx.delete(authorizations).where(
      sql`(${authorizations.deviceId}, ${authorizations.nukiId}) in (${sql.join(
        part.map((row) => sql`(${row.deviceId}::uuid, ${row.nukiId})`),
        sql`, `,
      )})`,
    );
  }
  const ended = await endBindingsOfAbsent(tx, ids, readAt);
  const revived = await reviveBindings(tx, ids);
  const bound = await bindDiscovered(tx, account.id, ids, readAt);
  await noteLives(tx, ids, { written, absent, readAt });
  await tx
    .update(devices)
    .set({
      authorizationsSeenAt: readAt,
      // What was asked for after this reading began (a webhook, a door that came back) it may not have seen yet.
      observeAt: sql`case when ${devices.observeAt} > ${readAt.toISOString()}::timestamptz then ${devices.observeAt} end`,
    })
    .where(devicesInOrder(ids));
  const moved = await staffOfMoved(tx, ids, readAt);
  return [...new Set([...ended, ...revived, ...bound, ...moved])];
}

function rowOf(auth: NukiAuth, deviceId: DeviceId, secrets: SyncContext["secrets"], seenAt: Date) {
  return {
    deviceId,
    nukiId: auth.id,
    type: auth.type,
    accountUserId: auth.accountUserId,
    name: auth.name,
    enabled: auth.enabled,
    remoteAllowed: auth.remoteAllowed,
    days: auth.days,
    fromMinute: auth.fromMinute,
    untilMinute: auth.untilMinute,
    validFrom: auth.validFrom === null ? null : new Date(auth.validFrom),
    validUntil: auth.validUntil === null ? null : new Date(auth.validUntil),
    code: auth.code === null ? null : secrets.seal(auth.code, `authorization_code:${auth.id}`),
    codeHash: auth.code === null ? null : secrets.hashCode(auth.code),
    lockCount: auth.lockCount,
    lastActiveAt: auth.lastActiveAt === null ? null : new Date(auth.lastActiveAt),
    nukiUpdatedAt: auth.updatedAt === null ? null : new Date(auth.updatedAt),
    busy: auth.busy,
    seenAt,
  };
}

/**
 * A row that did not change is not written; `seenAt` therefore says when its content was first seen like this. Returns
 * those that were.
 */
async function upsert(tx: Tx, rows: ReturnType<typeof rowOf>[]): Promise<AuthKey[]> {
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  const compared = [
    "account_user_id",
    "name",
    "enabled",
    "remote_allowed",
    "days",
    "from_minute",
    "until_minute",
    "valid_from",
    "valid_until",
    "code_hash",
    "lock_count",
    "last_active_at",
    "nuki_updated_at",
    "busy",
  ];
  return tx
    .insert(authorizations)
    .values(rows)
    .onConflictDoUpdate({
      target: [authorizations.deviceId, authorizations.nukiId],
      set: {
        accountUserId: excluded("account_user_id"),
        name: excluded("name"),
        enabled: excluded("enabled"),
        remoteAllowed: excluded("remote_allowed"),
        days: excluded("days"),
        fromMinute: excluded("from_minute"),
        untilMinute: excluded("until_minute"),
        validFrom: excluded("valid_from"),
        validUntil: excluded("valid_until"),
        code: excluded("code"),
        codeHash: excluded("code_hash"),
        lockCount: excluded("lock_count"),
        lastActiveAt: excluded("last_active_at"),
        nukiUpdatedAt: excluded("nuki_updated_at"),
        busy: excluded("busy"),
        seenAt: excluded("seen_at"),
      },
      setWhere: sql.raw(
        `(${compared.map((c) => `authorizations.${c}`).join(", ")}) is distinct from (${compared.map((c) => `excluded.${c}`).join(", ")})`,
      ),
    })
    .returning({ deviceId: authorizations.deviceId, nukiId: authorizations.nukiId });
}

/** Staff with an open change on these devices, or whose own authorization reads differently since this reading. */
async function staffOfMoved(tx: Tx, deviceIds: readonly DeviceId[], readAt: Date): Promise<StaffId[]> {
  const list = arrayOf(deviceIds);
  const result = await tx.execute<{ staff_id: StaffId }>(sql`
    select staff_id from changes where closed_at is null and device_id = any(${list})
    union
    select b.staff_id from bindings b
      join authorizations a on a.device_id = b.device_id and a.nuki_id = b.auth_id
      where b.ended_at is null and b.device_id = any(${list}) and a.seen_at = ${readAt.toISOString()}::timestamptz`);
  return result.rows.map((row) => row.staff_id);
}

async function storeAccountUsers(
  tx: Tx,
  { account }: SyncContext,
  users: readonly { accountUserId: number; email: string; name: string }[],
  seenAt: Date,
): Promise<void> {
  // One that was made a moment ago may be missing in a list that lags behind; forgetting it would make it twice.
  const settled = new Date(seenAt.getTime() - 15 * 60_000);
  await tx
    .delete(accountUsers)
    .where(and(eq(accountUsers.accountId, account.id), lt(accountUsers.seenAt, settled)));
  for (let start = 0; start < users.length; start += chunk) {
    await tx
      .insert(accountUsers)
      .values(
        users.slice(start, start + chunk).map((user) => ({
          accountId: account.id,
          nukiId: user.accountUserId,
          email: user.email.toLowerCase(),
          name: user.name,
          seenAt,
        })),
      )
      .onConflictDoUpdate({
        target: [accountUsers.accountId, accountUsers.nukiId],
        set: { email: sql`excluded.email`, name: sql`excluded.name`, seenAt },
      });
  }
  // Someone deleted an account user in Nuki Web: the next invitation makes a new one.
  await tx
    .delete(staffAccountUsers)
    .where(
      and(
        eq(staffAccountUsers.accountId, account.id),
        sql`not exists (select 1 from account_users u where u.account_id = ${account.id} and u.nuki_id = ${staffAccountUsers.accountUserId})`,
      ),
    );
  // The e-mail address is the second key of a person: an account user with it is theirs.
  await tx.execute(sql`
    insert into staff_account_users (account_id, staff_id, account_user_id)
    select u.account_id, s.id, u.nuki_id
      from account_users u join staff s on lower(s.email) = u.email and s.status <> 'removed'
      where u.account_id = ${account.id}
    on conflict do nothing`);
}
