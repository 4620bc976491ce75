/** So many wrong codes within so short a time are no slips of the finger. */
export const burst = { count: 5, withinMs: 10 * 60_000 } as const;

export interface Burst {
  readonly from: number;
  readonly until: number;
  readonly count: number;
}

/** Stretches in which wrong codes came thick and fast, oldest first. Stretches that share a try are one. */
export function burstsOf(instants: readonly number[]): Burst[] {
  const tries = instants.toSorted((a, b) => a - b);
  const found: { first: number; last: number }[] = [];
  for (let first = 0; first + burst.count <= tries.length; first += 1) {
    const last = first + burst.count - 1;
    if (at(tries, last) - at(tries, first) > burst.withinMs) continue;
    const open = found.at(-1);
    if (open && open.last >= first) open.last = last;
    else found.push({ first, last });
  }
  return found.map(({ first, last }) => ({
    from: at(tries, first),
    until: at(tries, last),
    count: last - first + 1,
  }));
}

function at(tries: readonly number[], index: number): number {
  return tries[index] ?? 0;
}
