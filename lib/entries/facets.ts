/** What an entry is, apart from when, where and who: the five things that its `facet` holds. */
export interface FacetParts {
  readonly outcome: "opened" | "refused" | "fault" | "event";
  readonly isOpener: boolean;
  /** Null: none was told. */
  readonly source: number | null;
  readonly trigger: number;
  readonly action: number;
}

const outcomes = ["opened", "refused", "fault", "event"] as const;
const mostSource = 31;
const most = 1023;

/**
 * Reads the column `entries.facet`, which the database works out of five others (lib/db/tables/doors.ts): there are some
 * dozens of values among millions of entries, so whatever a filter asks of these five is a short list of facets.
 */
export function facetParts(facet: number): FacetParts {
  const outcome = outcomes[facet & 3];
  if (!outcome) throw new Error("two bits are one of four");
  const source = (facet >> 3) & mostSource;
  return {
    outcome,
    isOpener: (facet & 4) !== 0,
    source: source === 0 ? null : source - 1,
    trigger: (facet >> 8) & most,
    action: (facet >> 18) & most,
  };
}

/** Numbers beyond what it can hold share one facet: what is said of it may not hold for each of its entries. */
export function isVague({ source, trigger, action }: FacetParts): boolean {
  return source === mostSource - 1 || trigger === most || action === most;
}
