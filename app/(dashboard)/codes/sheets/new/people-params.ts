import type { SearchParams } from "@/components/data-table/list-state";
import type { People } from "@/lib/sheets/people";

/** Whom an address means: `?staff=..&staff=..`, or one of the others. */
export function peopleOf(params: SearchParams): People {
  return {
    staff: all(params.staff).flatMap((value) => value.split(",")),
    team: first(params.team),
    import: first(params.import),
    rotation: first(params.rotation),
    starting: first(params.starting),
    q: first(params.q).slice(0, 200),
  };
}

function all(value: SearchParams[string]): readonly string[] {
  return typeof value === "string" ? [value] : (value ?? []);
}

function first(value: SearchParams[string]): string {
  return all(value)[0] ?? "";
}
