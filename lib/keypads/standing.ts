import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { authorizations, bindings, credentials } from "@/lib/db/schema";
import type { Standing } from "./schema";

/** Nuki heeds the dates of a code only together with a weekday mask (field-notes A9): without one it still opens. */
export function hasExpired(now: Date) {
  return sql<boolean>`(${authorizations.days} is not null and ${authorizations.validUntil} < ${now.toISOString()}::timestamptz)`;
}

/** For queries over authorizations that join `isBound` and `ofBinding`. */
export function standingOf(now: Date) {
  return sql<Standing>`case
    when ${hasExpired(now)} then case when ${bindings.id} is null then 'expired_unmanaged' else 'expired' end
    when ${bindings.id} is null then 'unmanaged'
    when ${credentials.state} in ('active', 'removed') then 'ours'
    else 'pending' end`;
}

/** The credential that a bound authorization stands for. */
export const ofBinding = and(
  eq(credentials.staffId, bindings.staffId),
  eq(credentials.deviceId, bindings.deviceId),
  eq(credentials.kind, bindings.kind),
);

/** A keypad code that no binding claims. */
export const isForeignCode = and(eq(authorizations.type, 13), isNull(bindings.id));
