import "server-only";
import { and, asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { DeviceId, RuleId, StaffId, WithdrawnPart } from "@/lib/access/types";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  accessReviews,
  admins,
  areaDevices,
  devices,
  placements,
  rules,
  sites,
  staff,
  staffTeams,
  withdrawals,
} from "@/lib/db/schema";
import type { StaffStatus } from "@/lib/db/tables/intent";
import type { ReviewId } from "@/lib/db/tables/reviews";

export interface WithdrawalRow {
  readonly id: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly status: StaffStatus;
  readonly deviceId: DeviceId;
  readonly doorName: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly part: WithdrawnPart;
  /** Why and by whom is for those who look after rules; null for others. */
  readonly told: { readonly reason: string; readonly by: string } | null;
  readonly at: Date;
  /** The review in which it was decided. */
  readonly review: { readonly id: ReviewId; readonly name: string } | null;
}

/** What was withdrawn from a person, at the actor's sites. */
export function listWithdrawalsOf(actor: Actor, staffId: StaffId): Promise<WithdrawalRow[]> {
  return listWithdrawals(actor, eq(withdrawals.staffId, staffId));
}

/** What was withdrawn at a door, where it is at the actor's sites. */
export function listWithdrawalsAt(actor: Actor, deviceId: DeviceId): Promise<WithdrawalRow[]> {
  return listWithdrawals(actor, eq(withdrawals.deviceId, deviceId));
}

/** Who stays without what a rule gives, because it was withdrawn at one of its doors. */
export function listWithdrawalsUnder(actor: Actor, ruleId: RuleId): Promise<WithdrawalRow[]> {
  const isMember = sql`exists (
    select 1 from ${staffTeams} where ${staffTeams.teamId} = ${rules.teamId} and ${staffTeams.staffId} = ${withdrawals.staffId}
  )`;
  const isGiven = sql`case ${withdrawals.part}
    when 'all' then true when 'app' then ${rules.app} when 'keypad' then ${rules.keypad} else ${rules.remote} end`;
  const byRule = sql`exists (
    select 1 from ${rules} join ${areaDevices} on ${areaDevices.areaId} = ${rules.areaId}
    where ${rules.id} = ${ruleId} and ${areaDevices.deviceId} = ${withdrawals.deviceId}
      and (${rules.staffId} = ${withdrawals.staffId} or ${isMember}) and ${isGiven}
  )`;
  return listWithdrawals(actor, sql`${staff.status} <> 'removed' and ${byRule}`);
}

async function listWithdrawals(actor: Actor, which: SQL): Promise<WithdrawalRow[]> {
  assertMay(actor, "staff:read");
  const rows = await getDb()
    .select({
      id: withdrawals.id,
      staffId: withdrawals.staffId,
      name: staff.displayName,
      status: staff.status,
      deviceId: withdrawals.deviceId,
      doorName: devices.name,
      siteName: sites.name,
      timeZone: sites.timeZone,
      part: withdrawals.part,
      reason: withdrawals.reason,
      by: admins.name,
      at: withdrawals.createdAt,
      reviewId: accessReviews.id,
      reviewName: accessReviews.name,
    })
    .from(withdrawals)
    .innerJoin(staff, eq(staff.id, withdrawals.staffId))
    .innerJoin(devices, eq(devices.id, withdrawals.deviceId))
    .leftJoin(placements, eq(placements.deviceId, withdrawals.deviceId))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .innerJoin(admins, eq(admins.id, withdrawals.createdBy))
    .leftJoin(accessReviews, eq(accessReviews.id, withdrawals.reviewId))
    .where(and(which, actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites])))
    .orderBy(
      asc(sql`${staff.displayName} collate "und-x-icu"`),
      asc(sites.name),
      asc(devices.name),
      desc(withdrawals.createdAt),
      asc(withdrawals.part),
    );
  const isTold = may(actor, "rules:read");
  return rows.map(({ reviewId, reviewName, siteName, timeZone, reason, by, ...row }) => ({
    ...row,
    told: isTold ? { reason, by } : null,
    siteName: siteName ?? "",
    timeZone: timeZone ?? "UTC",
    review: !isTold || reviewId === null || reviewName === null ? null : { id: reviewId, name: reviewName },
  }));
}
