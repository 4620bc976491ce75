import type { ChangeExample } from "@/lib/access/consequences";
import type { Authorization, PlannedChange, TimeWindow } from "@/lib/access/types";

/** One change in full, as a person sees it before it happens. Pure. */
export function exampleOf(
  change: PlannedChange,
  where: Pick<ChangeExample, "staffName" | "doorName" | "timeZone">,
): ChangeExample {
  const before = change.op === "create" ? null : change.before;
  const wish = change.op === "remove" ? null : change.wish;
  return {
    id: `${change.staffId} ${change.deviceId} ${change.kind}`,
    ...where,
    op: change.op,
    kind: change.kind,
    before: before && windowBefore(before),
    after: wish?.enabled ? wish.window : null,
    // A code opens nothing from afar, whatever Nuki has stored with it.
    remoteBefore: change.kind === "app" && before !== null && before.enabled && before.remoteAllowed,
    remoteAfter: change.kind === "app" && wish !== null && wish.enabled && wish.remoteAllowed,
    differs: change.op === "update" ? change.differs : [],
    validFrom: wish?.validFrom ?? null,
    validUntil: wish?.validUntil ?? null,
  };
}

/** What Nuki leaves out means the whole week. */
function windowBefore(before: Authorization): TimeWindow | null {
  if (!before.enabled) return null;
  const always = { days: 127 as TimeWindow["days"], fromMinute: 0, untilMinute: 1440 };
  return {
    days: before.days ?? always.days,
    fromMinute: before.fromMinute ?? always.fromMinute,
    untilMinute: before.untilMinute || always.untilMinute,
  };
}
