import type { AccessCounts, Consequences, KindCounts } from "@/lib/access/consequences";

/** App access and keypad codes, former codes too. */
export function bothKinds(counts: AccessCounts | KindCounts): number {
  return counts.app + counts.keypad + ("keypad_old" in counts ? counts.keypad_old : 0);
}

export function changesNothing(consequences: Consequences): boolean {
  const changes = [consequences.create, consequences.update, consequences.remove].map(bothKinds);
  return changes.every((count) => count === 0) && consequences.withdrawn === 0;
}
