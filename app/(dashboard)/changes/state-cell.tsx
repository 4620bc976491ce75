import { ChangeStateBadge } from "@/components/access/change-state-badge";
import { ReasonText } from "@/components/access/reason-text";
import type { StatusReason } from "@/lib/access/status";
import type { ChangeListRow } from "@/lib/changes/queries";

/** Where a change stands and why, with Nuki's own words where it had some. */
export function StateCell({ row }: { row: ChangeListRow }) {
  const reason = reasonOf(row);
  return (
    <div className="max-w-72 min-w-44 space-y-1 py-1.5">
      <ChangeStateBadge state={row.state} />
      {reason && (
        <p className="text-sm">
          <ReasonText reason={reason} timeZone={row.timeZone} />
        </p>
      )}
      {row.message && <p className="text-sm text-muted">{row.message}</p>}
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
