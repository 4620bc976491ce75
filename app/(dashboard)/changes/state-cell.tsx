import { useTranslations } from "next-intl";
import { ChangeStateBadge } from "@/components/access/change-state-badge";
import { ReasonText } from "@/components/access/reason-text";
import type { StatusReason } from "@/lib/access/status";
import type { ChangeListRow } from "@/lib/changes/queries";
import { RetryButton } from "./retry-button";

/** Where a change stands and why, with Nuki's own words where it had some. */
export function StateCell({ row, mayRetry }: { row: ChangeListRow; mayRetry: boolean }) {
  const t = useTranslations("changes");
  const reason = reasonOf(row);
  return (
    <div className="max-w-60 min-w-40 space-y-1 py-1.5">
      <p className="flex flex-wrap items-center gap-x-2">
        <ChangeStateBadge state={row.state} />
        {row.attempts > 1 && (
          <span className="tnum text-sm text-muted">{t("tries", { count: row.attempts })}</span>
        )}
      </p>
      {reason && (
        <p className="text-sm">
          <ReasonText reason={reason} timeZone={row.timeZone} />
        </p>
      )}
      {row.message && <p className="text-sm text-muted">{row.message}</p>}
      {mayRetry && row.retryable && (
        <RetryButton changeId={row.id} name={`${row.staffName}, ${row.doorName}`} />
      )}
    </div>
  );
}

function reasonOf({ state, reason, offlineSince, nextTryAt }: ChangeListRow): StatusReason | null {
  if (state === "accepted") return { key: "accepted" };
  switch (reason) {
    case null:
      return null;
    case "offline":
      return { key: "offline", since: offlineSince?.getTime() ?? null, nextTryAt: null };
    case "not_yet":
      // The day on which it goes out is in the column beside; without it the words are enough.
      return nextTryAt ? { key: "not_yet", notBefore: nextTryAt.getTime() } : null;
    default:
      // The next try has a column of its own.
      return { key: "change", code: reason, nextTryAt: null };
  }
}
