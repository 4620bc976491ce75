import type { DeviceId, StaffId, TeamId } from "@/lib/access/types";
import type { RotationMode, RotationReason, RotationScope } from "@/lib/db/tables/codes";
import { parseMinute } from "@/lib/time/minutes";
import { addDays, instantAt, localClock, localDateOf } from "@/lib/time/zones";
import { isLater, keepsOld, type RotationInput } from "./schema";

/** What a rotation does, from the form's days and times to instants. */
export interface Terms {
  readonly scope: RotationScope;
  readonly reason: RotationReason;
  readonly mode: RotationMode;
  readonly note: string;
  /** Null: no longer than it takes to see the new code at the door. */
  readonly keepOldUntil: Date | null;
  /** Null: now. */
  readonly startsAt: Date | null;
}

/** A code that somebody else may know waits for nothing: whatever else was chosen, it stops at once and now. */
export function termsOf(input: RotationInput): Terms {
  const { reason, note, timeZone } = input;
  return {
    scope: scopeOf(input),
    reason,
    note,
    mode: reason === "compromised" ? "at_once" : input.mode,
    keepOldUntil: keepsOld(input) ? dateAt(input.keepDay, input.keepTime, timeZone) : null,
    startsAt: isLater(input) ? dateAt(input.day, input.time, timeZone) : null,
  };
}

/** Which field's time lies behind the time that it must come after, or null. */
export function outdatedField({ startsAt, keepOldUntil }: Terms, now: Date): "day" | "keepDay" | null {
  if (startsAt !== null && startsAt <= now) return "day";
  if (keepOldUntil !== null && keepOldUntil <= (startsAt ?? now)) return "keepDay";
  return null;
}

function scopeOf({ kind, staffIds, teamId, deviceId }: RotationInput): RotationScope {
  switch (kind) {
    case "staff":
      return { kind, staffIds: [...new Set(staffIds)] as StaffId[] };
    case "team":
      return { kind, teamId: teamId as TeamId };
    case "door":
      return { kind, deviceId: deviceId as DeviceId };
    case "all":
      return { kind };
    default:
      return kind satisfies never;
  }
}

function dateAt(day: string, time: string, timeZone: string): Date {
  return new Date(instantAt(day, parseMinute(time) ?? 0, timeZone));
}

/** When people are at home: two in the morning. */
const nightMinute = 120;

/** The day of the next night's hour in a zone. */
export function nextNight(now: number, timeZone: string): string {
  const today = localDateOf(now, timeZone);
  return localClock(now, timeZone).minute < nightMinute ? today : addDays(today, 1);
}
