import { fieldOf } from "./columns";

export const DELIMITERS = [";", ",", "\t", "|"] as const;

const SAMPLE_ROWS = 50;
const SAMPLE_LENGTH = 100_000;

/**
 * The delimiter that divides the rows most evenly. One that makes headings we know out of the first line comes before
 * that: "Huber, Anna" in every row has an even comma too.
 */
export function detectDelimiter(text: string): string {
  const sample = text.slice(0, SAMPLE_LENGTH);
  let best: { delimiter: string; rank: readonly number[] } | null = null;
  for (const delimiter of DELIMITERS) {
    const counts = countColumns(sample, delimiter);
    const columns = mode(counts);
    if (columns < 2) continue;
    const evenness = counts.filter((count) => count === columns).length / counts.length;
    const firstLine = sample.slice(0, sample.indexOf("\n") < 0 ? undefined : sample.indexOf("\n"));
    const known = firstLine.split(delimiter).filter((header) => fieldOf(header)).length;
    const rank = [known >= 2 ? 1 : 0, Math.round(evenness * 20), known, columns];
    if (!best || isHigher(rank, best.rank)) best = { delimiter, rank };
  }
  return best?.delimiter ?? ";";
}

/** Columns per row of the sample, with quoting respected; blank lines do not count. */
function countColumns(text: string, delimiter: string): number[] {
  const counts: number[] = [];
  let columns = 1;
  let quoted = false;
  let blank = true;
  for (let i = 0; i < text.length && counts.length < SAMPLE_ROWS; i++) {
    const char = text[i];
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === delimiter) columns++;
    else if (!quoted && char === "\n") {
      if (!blank) counts.push(columns);
      columns = 1;
      blank = true;
      continue;
    }
    blank = false;
  }
  if (!blank && counts.length < SAMPLE_ROWS) counts.push(columns);
  return counts;
}

function mode(counts: readonly number[]): number {
  const seen = new Map<number, number>();
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1);
  let best = 0;
  for (const [count, times] of seen) if (times > (seen.get(best) ?? 0)) best = count;
  return best;
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  for (const [i, value] of a.entries()) if (value !== b[i]) return value > (b[i] ?? 0);
  return false;
}
