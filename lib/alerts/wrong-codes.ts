import type { Instant } from "@/lib/access/types";

/** Wrong entries are a burst when so many come within this time; it is told for as long afterwards. */
export const burstMs = 10 * 60_000;

/**
 * The latest burst of refused codes that is news: its last entry happened, or reached us, a moment ago. What a door that
 * was offline tells late counts as well.
 */
export function burstOf(
  wrong: readonly { readonly at: Instant; readonly receivedAt: Instant }[],
  fewest: number,
  now: Instant,
): { count: number; at: Instant } | null {
  const ordered = [...wrong].sort((a, b) => a.at - b.at);
  for (let last = ordered.length - 1; last >= 0; last--) {
    const end = ordered[last];
    if (!end || now - Math.max(end.at, end.receivedAt) > burstMs) continue;
    const count = ordered.slice(0, last + 1).filter(({ at }) => end.at - at <= burstMs).length;
    if (count >= fewest) return { count, at: end.at };
  }
  return null;
}
