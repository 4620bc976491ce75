import { ALIASES } from "./aliases";
import type { FileLanguage, ImportField } from "./fields";
import { FILE_LANGUAGES, IMPORT_FIELDS } from "./fields";
import { foldHeader } from "./fold";
import type { Problem } from "./problem";
import { error } from "./problem";

/** The field of each column of the file, by position; null is ignored. */
export type Mapping = readonly (ImportField | null)[];

export interface Suggestion {
  readonly mapping: Mapping;
  /** Several columns of one field: a person decides which one counts. */
  readonly conflicts: readonly { readonly field: ImportField; readonly columns: readonly number[] }[];
  /** Columns that nobody here knows: listed, and ignored. */
  readonly unknown: readonly number[];
  readonly language: FileLanguage | null;
}

interface Known {
  readonly field: ImportField;
  readonly languages: Set<FileLanguage>;
}

const BY_HEADER = index();

function index(): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  const add = (header: string, field: ImportField, language: FileLanguage | null) => {
    const entry = known.get(header) ?? { field, languages: new Set<FileLanguage>() };
    // A word that means two fields would be guessed wrong for one of them.
    if (entry.field !== field) throw new Error(`"${header}" names both ${entry.field} and ${field}`);
    if (language) entry.languages.add(language);
    known.set(header, entry);
  };
  for (const field of IMPORT_FIELDS) {
    add(foldHeader(field), field, null);
    for (const language of FILE_LANGUAGES) {
      for (const alias of ALIASES[field][language]) {
        add(foldHeader(alias), field, language);
        if (language === "de") add(foldHeader(spelledOut(alias)), field, language);
      }
    }
  }
  return known;
}

/** "Türen" as it is written where umlauts are not possible: "Tueren". */
function spelledOut(text: string): string {
  return text.toLowerCase().replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue");
}

/** The field that a header names in any of the languages, or null. */
export function fieldOf(header: string): ImportField | null {
  return BY_HEADER.get(foldHeader(header))?.field ?? null;
}

/** A field per column as far as the headers tell, and what a person has to settle. */
export function suggestMapping(headers: readonly string[]): Suggestion {
  const mapping = headers.map(fieldOf);
  // "Name" beside "Vorname" is the surname in every HR export that has both.
  if (mapping.includes("first_name") && !mapping.includes("last_name")) {
    const column = mapping.indexOf("display_name");
    const folded = foldHeader(headers[column] ?? "");
    if (folded === "name" || folded === "naam") mapping[column] = "last_name";
  }
  const conflicts = IMPORT_FIELDS.flatMap((field) => {
    const columns = mapping.flatMap((mapped, column) => (mapped === field ? [column] : []));
    return columns.length > 1 ? [{ field, columns }] : [];
  });
  const unknown = mapping.flatMap((field, column) => (field ? [] : [column]));
  return { mapping, conflicts, unknown, language: guessLanguage(headers) };
}

/** The language that knows most of the headers, if it is exactly one. */
export function guessLanguage(headers: readonly string[]): FileLanguage | null {
  const score = new Map<FileLanguage, number>();
  for (const header of headers) {
    for (const language of BY_HEADER.get(foldHeader(header))?.languages ?? []) {
      score.set(language, (score.get(language) ?? 0) + 1);
    }
  }
  const [best, second] = [...score].sort((a, b) => b[1] - a[1]);
  return best && best[1] > (second?.[1] ?? 0) ? best[0] : null;
}

/** What keeps a mapping from being used: no column for the name, or one field in two columns. */
export function mappingProblems(mapping: Mapping): Problem[] {
  const problems = IMPORT_FIELDS.filter((field) => mapping.indexOf(field) !== mapping.lastIndexOf(field)).map(
    (field) => error(field, "field_mapped_twice"),
  );
  const named = mapping.some((field) => field && /_name$/.test(field));
  return named ? problems : [error(null, "name_column_missing"), ...problems];
}

/** Key under which the mapping of files with these headers is remembered, whatever their order. */
export function mappingKey(headers: readonly string[]): string {
  return headers.map(foldHeader).sort().join("\u001f");
}

/** A mapping by header text, as it is stored. */
export function rememberMapping(
  headers: readonly string[],
  mapping: Mapping,
): Record<string, ImportField | null> {
  return Object.fromEntries(keysOf(headers).map((key, column) => [key, mapping[column] ?? null]));
}

/** A stored mapping applied to a file's headers; a column that is new to it stays unmapped. */
export function recallMapping(
  headers: readonly string[],
  remembered: Readonly<Record<string, ImportField | null>>,
): Mapping {
  return keysOf(headers).map((key) => {
    const field = Object.hasOwn(remembered, key) ? remembered[key] : null;
    return IMPORT_FIELDS.find((known) => known === field) ?? null;
  });
}

/** Two columns of the same heading are remembered apart, by their order. */
function keysOf(headers: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return headers.map((header) => {
    const folded = foldHeader(header);
    const times = seen.get(folded) ?? 0;
    seen.set(folded, times + 1);
    return times === 0 ? folded : `${folded}#${times + 1}`;
  });
}
