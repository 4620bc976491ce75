import "server-only";
import { asc, eq } from "drizzle-orm";
import { scheduleKey } from "@/lib/access/schedule";
import type { ScheduleId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import type { Tx } from "@/lib/db/connection";
import { schedules } from "@/lib/db/schema";
import { ok, type Result } from "@/lib/result";
import { scheduleCreation } from "@/lib/schedules/commands";
import { typedOf, windowOf, windowsOf } from "@/lib/schedules/schema";
import { formatMinutes, formatWeekdays, type TimeLocale } from "@/lib/time/format";
import { weekdays } from "@/lib/time/weekdays";
import type { VisitInput } from "./schema";

interface Hours {
  readonly scheduleId: ScheduleId;
  readonly audit: readonly AuditEntry[];
}

/** The schedule that a visit's hours stand for: the chosen one, one with the same times, or a new one named by them. */
export async function scheduleOfVisit(
  tx: Tx,
  visit: VisitInput,
  locale: TimeLocale,
  now: Date,
): Promise<Result<Hours>> {
  if (visit.hours === "schedule") return ok({ scheduleId: visit.scheduleId, audit: [] });
  const windows = windowsOf([visit.window]);
  const key = scheduleKey(windows);
  const known = await tx
    .select({ id: schedules.id, windows: schedules.windows })
    .from(schedules)
    .orderBy(asc(schedules.createdAt), asc(schedules.id));
  const same = known.find((one) => scheduleKey(one.windows) === key);
  if (same) return ok({ scheduleId: same.id, audit: [] });
  const name = await freeName(tx, nameOfHours(visit, locale));
  const made = await scheduleCreation({ name, windows: windows.map(typedOf) })(tx, now);
  if (!made.ok) return made;
  return ok({ scheduleId: made.value.value.scheduleId, audit: made.value.audit });
}

function nameOfHours({ window }: VisitInput, locale: TimeLocale): string {
  const { days, fromMinute, untilMinute } = windowOf(window);
  return `${formatWeekdays(weekdays(days), locale)} ${formatMinutes(fromMinute, untilMinute)}`;
}

/** Somebody may have given that name to other times since. */
async function freeName(tx: Tx, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${name} (${number})`;
    if ((await tx.$count(schedules, eq(schedules.name, tried))) === 0) return tried;
  }
}
