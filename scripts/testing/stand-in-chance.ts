/** Chance from a seed: the same seed is the same run. */
export function createChance(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (limit: number): number => Math.floor(next() * limit),
    happens: (probability: number): boolean => next() < probability,
    between: (least: number, most: number): number => least + Math.floor(next() * (most - least + 1)),
    pick<Item>(items: readonly Item[]): Item {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
  };
}

export type Chance = ReturnType<typeof createChance>;

/** How often what goes wrong, each a probability per request or per write; nothing by default. */
export interface Trouble {
  /** Writes that are accepted and never happen. */
  readonly lose: number;
  /** Writes that happen up to ten minutes later. */
  readonly late: number;
  /** Updates after which an earlier content is what sticks (field-notes A17). */
  readonly earlier: number;
  /** Requests that begin a storm of 429. */
  readonly storm: number;
  readonly status: Readonly<Partial<Record<401 | 409 | 423 | 500, number>>>;
  /** Connections that break, or never answer; half of them after the request took effect. */
  readonly reset: number;
  readonly hang: number;
  /** Creates that arrive after the client has given them up, as what a closed connection had sent still may. */
  readonly travel: number;
  readonly html: number;
  readonly truncated: number;
  /** Lists that from now on lag behind for a while. */
  readonly stale: number;
  /** A row that moves to another page while the pages are being read. */
  readonly shift: number;
}

export const noTrouble: Trouble = {
  lose: 0,
  late: 0,
  earlier: 0,
  storm: 0,
  status: {},
  reset: 0,
  hang: 0,
  travel: 0,
  html: 0,
  truncated: 0,
  stale: 0,
  shift: 0,
};
