import "server-only";
import { and, asc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import type { AccountId, DeviceId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accounts, devices, installation, logHoles, placements } from "@/lib/db/schema";
import { logStateKey, logStateSchema } from "./log-state";
import type { TimeRange } from "./range";

export interface LogHealth {
  readonly accountId: AccountId;
  /** Everything new is here up to this moment; null: nothing was read yet. */
  readonly readTo: Date | null;
  /** Old times, or a time in which nobody read, are still being read. */
  readonly isReadingHistory: boolean;
  /** How far that has come; null: it was never begun. */
  readonly history: LogHistory | null;
  /** Why the log cannot be read, in Nuki's words. */
  readonly problem: string | null;
}

export interface LogHistory {
  /** Entries that it has brought. */
  readonly entries: number;
  /** The oldest time that it has come to; null: it has read nothing yet, or there was nothing. */
  readonly oldest: Date | null;
  readonly doneAt: Date | null;
}

/** A time of which entries may be missing. */
export interface LogHoleView {
  readonly id: number;
  readonly accountId: AccountId;
  /** The only door that it concerns; null: all of the account. */
  readonly door: string | null;
  /** Null: since ever. */
  readonly from: Date | null;
  readonly to: Date;
  readonly why: typeof logHoles.$inferSelect.why;
  readonly foundAt: Date;
}

/** How complete the entries are, account by account. */
export async function listLogHealth(actor: Actor): Promise<LogHealth[]> {
  assertMay(actor, "devices:read");
  const rows = await getDb()
    .select({ id: accounts.id, value: installation.value })
    .from(accounts)
    .leftJoin(
      installation,
      eq(installation.key, sql`${logStateKey("" as AccountId)}::text || ${accounts.id}::text`),
    )
    .orderBy(accounts.createdAt);
  return rows.map(({ id, value }) => {
    const state = value === null ? null : logStateSchema.parse(value);
    const walks = state?.walks ?? [];
    const history = state?.history ?? null;
    return {
      accountId: id,
      readTo: dateOf(state?.seenTo ?? null),
      isReadingHistory: walks.some(({ why }) => why === "history" || why === "gap"),
      history: history && {
        entries: history.entries,
        oldest: dateOf(history.oldest),
        doneAt: dateOf(history.doneAt),
      },
      problem: state?.problem ?? null,
    };
  });
}

/**
 * What may be missing of this time and of these doors (none: of all that the actor sees), the oldest first. What concerns
 * a whole account concerns each of its doors.
 */
export async function listLogHoles(
  actor: Actor,
  { range, deviceIds = [] }: { range?: TimeRange; deviceIds?: readonly string[] } = {},
): Promise<LogHoleView[]> {
  assertMay(actor, "devices:read");
  const rows = await getDb()
    .select({ hole: logHoles, door: devices.name, deviceId: devices.id, siteId: placements.siteId })
    .from(logHoles)
    .leftJoin(
      devices,
      and(eq(devices.accountId, logHoles.accountId), eq(devices.nukiId, logHoles.deviceNukiId)),
    )
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .where(
      and(
        isNull(logHoles.filledAt),
        range?.until == null ? undefined : lt(logHoles.from, new Date(range.until)),
        range?.from == null ? undefined : gt(logHoles.to, new Date(range.from)),
      ),
    )
    .orderBy(asc(logHoles.from), asc(logHoles.id));
  const { sites } = actor;
  const isAsked = (id: DeviceId) => deviceIds.length === 0 || deviceIds.includes(id);
  return rows
    .filter(
      ({ hole, deviceId, siteId }) =>
        hole.deviceNukiId === null ||
        (deviceId !== null &&
          isAsked(deviceId) &&
          (sites === "all" || (siteId !== null && sites.includes(siteId)))),
    )
    .map(({ hole, door }) => ({
      id: hole.id,
      accountId: hole.accountId,
      door,
      from: hole.from.getTime() === 0 ? null : hole.from,
      to: hole.to,
      why: hole.why,
      foundAt: hole.foundAt,
    }));
}

function dateOf(instant: number | null): Date | null {
  return instant === null ? null : new Date(instant);
}
