import type { SearchParams } from "@/components/data-table/list-state";

/** The same list with something else in its address; from its top, and as a list, not as a picture of it. */
export function addressWith(params: SearchParams, change: Readonly<Record<string, string | null>>): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...params, view: undefined, entry: undefined, ...change }))
    if (typeof value === "string" && value !== "") next.set(name, value);
  const query = next.toString().replaceAll("%2C", ",");
  return query === "" ? "/audit" : `/audit?${query}`;
}
