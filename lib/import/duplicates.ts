import { fold } from "./fold";
import type { Problem } from "./problem";
import { error, warning } from "./problem";
import type { ImportRow } from "./rows";

/** Adds what can only be seen over all rows: one key twice, one name twice without a key, codes too much alike. */
export function checkTogether(rows: readonly ImportRow[]): ImportRow[] {
  const sound = rows.filter((row) => !row.problems.some((problem) => problem.field === null));
  const found = new Map<number, Problem[]>();
  const add = (line: number, problem: Problem) => {
    const list = found.get(line);
    if (list) list.push(problem);
    else found.set(line, [problem]);
  };
  for (const [row, other] of repeated(sound, ({ fields }) => fields.externalId)) {
    const params = { line: other.line, value: row.fields.externalId ?? "" };
    add(row.line, error("external_id", "duplicate_external_id", params));
  }
  for (const [row, other] of repeated(sound, ({ fields }) => fields.email)) {
    if (row.fields.externalId && row.fields.externalId === other.fields.externalId) continue;
    add(row.line, error("email", "duplicate_email", { line: other.line, value: row.fields.email ?? "" }));
  }
  const hasKey = ({ fields }: ImportRow) => Boolean(fields.externalId || fields.email);
  const named = sound.every(hasKey) ? [] : sound;
  for (const [row, other] of repeated(named, (row) => fold(row.name))) {
    if (hasKey(row)) continue;
    add(row.line, warning(null, "possible_duplicate", { line: other.line, name: row.name }));
  }
  for (const [row, other] of similarCodes(sound)) {
    add(row.line, error("pin", "pin_too_similar", { line: other.line }));
  }
  if (found.size === 0) return [...rows];
  return rows.map((row) => {
    const more = found.get(row.line);
    return more ? { ...row, problems: [...row.problems, ...more] } : row;
  });
}

type Pair = readonly [row: ImportRow, other: ImportRow];

/** Each row whose key is not its own, with the first other row that has it. */
function repeated(rows: readonly ImportRow[], keyOf: (row: ImportRow) => string | null | undefined): Pair[] {
  const seen = new Map<string, ImportRow>();
  const pairs: Pair[] = [];
  const answered = new Set<ImportRow>();
  for (const row of rows) {
    const key = keyOf(row);
    if (!key) continue;
    const first = seen.get(key);
    if (!first) {
      seen.set(key, row);
      continue;
    }
    if (!answered.has(first)) pairs.push([first, row]);
    answered.add(first);
    pairs.push([row, first]);
  }
  return pairs;
}

/** Codes that are equal or differ in one digit only share the pattern in which that digit is left out. */
function similarCodes(rows: readonly ImportRow[]): Pair[] {
  const coded = rows.filter((row) => row.fields.pin);
  if (coded.length < 2) return [];
  const pairs = new Map<ImportRow, Pair>();
  for (let digit = 0; digit < 6; digit++) {
    const without = (row: ImportRow) => {
      const pin = row.fields.pin ?? "";
      return `${pin.slice(0, digit)}.${pin.slice(digit + 1)}`;
    };
    for (const pair of repeated(coded, without)) pairs.set(pair[0], pair);
  }
  return [...pairs.values()];
}
