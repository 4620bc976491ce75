import { fold } from "./fold";

// Nobody types a door's name of that length, and comparing one would take its square.
const MAX_LENGTH = 80;

/** The names that may have been meant, best first: few letters differ, or one begins or contains the other. */
export function nearNames(text: string, names: readonly string[], limit = 3): string[] {
  const wanted = fold(text);
  if (wanted.length > MAX_LENGTH) return [];
  const scored = names.flatMap((name) => {
    const candidate = fold(name);
    const longest = Math.max(wanted.length, candidate.length);
    const allowed = Math.max(1, Math.floor(longest * 0.4));
    const isFar = candidate.length > MAX_LENGTH || Math.abs(wanted.length - candidate.length) > allowed;
    const distance = isFar ? Number.POSITIVE_INFINITY : editDistance(wanted, candidate);
    if (distance <= allowed) return [{ name, score: distance / longest }];
    const contained =
      wanted.length >= 3 &&
      candidate.length >= 3 &&
      (candidate.includes(wanted) || wanted.includes(candidate));
    return contained ? [{ name, score: 0.5 }] : [];
  });
  scored.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
  return [...new Set(scored.map(({ name }) => name))].slice(0, limit);
}

/** Letters to insert, delete, replace or swap with their neighbour. */
export function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(at(previous, j) + 1, at(current, j - 1) + 1, at(previous, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(older, j - 2) + 1);
      current.push(best);
    }
    older = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
