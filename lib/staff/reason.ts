import type { StatusReason } from "@/lib/access/status";

/** The stored reason of a credential's state as `statusOf` said it; what was null in it was left out when stored. */
export function reasonOf({
  reason,
  reasonParams,
}: {
  reason: string | null;
  reasonParams: Readonly<Record<string, string | number>> | null;
}): StatusReason | null {
  if (reason === null) return null;
  return { since: null, nextTryAt: null, code: null, ...reasonParams, key: reason } as StatusReason;
}
