import type { StaffId } from "@/lib/access/types";
import type { Directory } from "./directory";
import { fold } from "./fold";
import type { MatchedRow } from "./match";

export interface Leaver {
  readonly staffId: StaffId;
  readonly name: string;
}

/**
 * The active staff who are not in a file that is said to be the full list, by name. Nobody is a leaver because their
 * row has a mistake: a row that was not matched keeps everybody of its name.
 */
export function findLeavers(rows: readonly MatchedRow[], directory: Directory): Leaver[] {
  const present = new Set(rows.flatMap((row) => ("staffId" in row && row.staffId ? [row.staffId] : [])));
  const names = new Set(
    rows.flatMap((row) => (row.outcome === "blocked" && !row.staffId ? [fold(row.name)] : [])),
  );
  for (const row of rows) {
    if (row.problems.some(({ code }) => code === "same_name_exists")) names.add(fold(row.name));
  }
  return directory.staff
    .filter(({ id, status, name }) => status === "active" && !present.has(id) && !names.has(fold(name)))
    .map(({ id, name }) => ({ staffId: id, name }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The brake: the number that a person must type before this many are removed, or null if it needs none. */
export function brakeFor(removals: number, activeStaff: number): number | null {
  return removals > 20 || removals > activeStaff * 0.1 ? removals : null;
}
