import type { Weekdays } from "@/lib/time/weekdays";
import { ALL_DAYS, weekdays } from "@/lib/time/weekdays";
import type { FileLanguage } from "../fields";
import { FILE_LANGUAGES } from "../fields";
import { fold } from "../fold";
import { error } from "../problem";
import { type CellValue, read, unread } from "./cell-value";
import { EVERY_DAY, LIST_WORDS, RANGE_WORDS, WEEKDAY_LETTERS, WEEKDAY_WORDS } from "./weekday-words";

/** Day of the week from 0, Monday, per language that has the word. */
type Meanings = ReadonlyMap<FileLanguage, number>;

const BY_WORD = index();

function index(): ReadonlyMap<string, Meanings> {
  const words = new Map<string, Map<FileLanguage, number>>();
  for (const language of FILE_LANGUAGES) {
    for (const [day, names] of WEEKDAY_WORDS[language].entries()) {
      for (const name of names) {
        const meanings = words.get(name) ?? new Map<FileLanguage, number>();
        words.set(name, meanings.set(language, day));
      }
    }
  }
  return words;
}

const RANGE = new RegExp(`\\s*-+\\s*|\\s+(?:${RANGE_WORDS.join("|")})\\s+`, "g");
const LIST = new RegExp(`\\s*[,;+&|/]\\s*|\\s+(?:${LIST_WORDS.join("|")})\\s+|\\s+`, "g");
const LEAD = /^(?:from|every|von|jeden|du|de|da|dal|dalla|del|van)\s+/;
const DASHES = /[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d~]/g;

/**
 * A set of weekdays: `Mo-Fr`, `Mon to Fri`, `Mo,Di,Mi`, `1-5`, `MTWTF--`, `1111100`, `daily`. A word that means two
 * days in two languages is settled by the other words of the cell or by `language`, else it is asked, never guessed.
 */
export function readWeekdays(text: string, language: FileLanguage | null): CellValue<Weekdays> {
  // Dashes first: folding would take the non-breaking one apart.
  const folded = fold(text.replace(DASHES, "-"));
  if (EVERY_DAY.includes(folded)) return read(ALL_DAYS);
  const pattern = fromPattern(folded);
  if (pattern !== null) return pattern > 0 ? read(weekdays(pattern)) : unknown(text, text);

  const items = folded
    .replace(LEAD, "")
    .replace(RANGE, "-")
    .split(LIST)
    .filter((item) => item !== "");
  const ranges = items.map((item) => item.split("-").map((word) => word.replace(/\.$/, "")));
  const words = ranges.flat().filter((word) => !/^[1-7]$/.test(word));
  const strange = words.find((word) => !BY_WORD.has(word));
  if (strange !== undefined || items.length === 0) return unknown(text, strange || text);

  const meaning = meaningOf(words, language);
  if (typeof meaning !== "function") return ambiguous(text, meaning);
  let mask = 0;
  for (const [from, until, more] of ranges) {
    if (from === undefined || more !== undefined) return unknown(text, text);
    const first = dayOf(from, meaning);
    const last = until === undefined ? first : dayOf(until, meaning);
    // Sa-Mo goes over the end of the week.
    for (let day = first; ; day = (day + 1) % 7) {
      mask |= 1 << day;
      if (day === last) break;
    }
  }
  return read(weekdays(mask));
}

/** The languages in which this cell would mean different days; empty when it is clear without one. */
export function clashingLanguages(text: string): readonly FileLanguage[] {
  const languages = readWeekdays(text, null).problems.flatMap(({ code, choices }) =>
    code === "weekdays_ambiguous" ? (choices ?? []) : [],
  );
  return FILE_LANGUAGES.filter((language) => languages.includes(language));
}

function dayOf(word: string, meaning: (word: string) => number): number {
  return /^[1-7]$/.test(word) ? Number(word) - 1 : meaning(word);
}

/** Seven signs for seven days, or the digits of the days; null if it is neither, 0 if it is one with no day. */
function fromPattern(text: string): number | null {
  if (/^[01]{7}$/.test(text)) return maskOf([...text].map((sign) => sign === "1"));
  if (/^[1-7]{2,7}$/.test(text)) {
    // 11111 is 0011111 without its zeros, not five Mondays.
    return new Set(text).size === text.length
      ? maskOf("1234567".split("").map((day) => text.includes(day)))
      : 0;
  }
  if (!/^[a-z\-_.]{7}$/.test(text)) return null;
  const matches = WEEKDAY_LETTERS.some((letters) =>
    [...text].every((sign, day) => /[-_.]/.test(sign) || sign === letters[day]),
  );
  return matches ? maskOf([...text].map((sign) => /[a-z]/.test(sign))) : null;
}

function maskOf(days: readonly boolean[]): number {
  return days.reduce((mask, on, day) => (on ? mask | (1 << day) : mask), 0);
}

/** How to read the words, or the languages that contradict each other. */
function meaningOf(
  words: readonly string[],
  language: FileLanguage | null,
): ((word: string) => number) | readonly FileLanguage[] {
  const knowing = FILE_LANGUAGES.filter((candidate) =>
    words.every((word) => BY_WORD.get(word)?.has(candidate)),
  );
  const use = (candidate: FileLanguage) => (word: string) => BY_WORD.get(word)?.get(candidate) ?? 0;
  if (language && knowing.includes(language)) return use(language);
  const readings = new Set(knowing.map((candidate) => words.map(use(candidate)).join()));
  const [only] = knowing;
  if (only && readings.size === 1) return use(only);
  if (knowing.length > 1) return knowing;
  return mixed(words);
}

/** Words of several languages in one cell are fine as long as each of them has one meaning. */
function mixed(words: readonly string[]): ((word: string) => number) | readonly FileLanguage[] {
  for (const word of words) {
    const meanings = BY_WORD.get(word) ?? new Map<FileLanguage, number>();
    if (new Set(meanings.values()).size > 1) return [...meanings.keys()];
  }
  return (word) => BY_WORD.get(word)?.values().next().value ?? 0;
}

function ambiguous(text: string, languages: readonly FileLanguage[]): CellValue<Weekdays> {
  return unread(error("weekdays", "weekdays_ambiguous", { value: text }, languages));
}

function unknown(text: string, part: string): CellValue<Weekdays> {
  return unread(error("weekdays", "weekdays_unknown", { value: text, part }));
}
