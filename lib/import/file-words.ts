import type { Weekdays } from "@/lib/time/weekdays";
import { listDays } from "@/lib/time/weekdays";
import type { FileLanguage } from "./fields";

/** Weekdays as files are written: never a form that means another day in another language (nl "ma", fr "di"). */
const DAY_WORDS: Readonly<Record<FileLanguage, readonly string[]>> = {
  en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
  de: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
  fr: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
  it: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
  es: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
  nl: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
};

const YES_NO: Readonly<Record<FileLanguage, readonly [string, string]>> = {
  en: ["yes", "no"],
  de: ["ja", "nein"],
  fr: ["oui", "non"],
  it: ["sì", "no"],
  es: ["sí", "no"],
  nl: ["ja", "nee"],
};

/** Headings of the columns that the list of failed rows adds; none of them is a heading that the import reads. */
export const FAILURE_HEADERS: Readonly<Record<FileLanguage, readonly [string, string, string, string]>> = {
  en: ["Line in file", "Field in error", "Error code", "Reason"],
  de: ["Zeile der Datei", "Fehlerfeld", "Fehlercode", "Grund"],
  fr: ["Ligne du fichier", "Champ en erreur", "Code d'erreur", "Raison"],
  it: ["Riga del file", "Campo in errore", "Codice errore", "Motivo"],
  es: ["Línea del archivo", "Campo con error", "Código de error", "Motivo"],
  nl: ["Regel in bestand", "Veld met fout", "Foutcode", "Reden"],
};

/** A set of days as ranges, "Mon-Fri, Sun". */
export function daysText(days: Weekdays, language: FileLanguage): string {
  const runs: number[][] = [];
  for (const day of listDays(days)) {
    const run = runs.at(-1);
    if (run && run.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const word = (day: number | undefined) => DAY_WORDS[language][day ?? 0] ?? "";
  return runs
    .map((run) => (run.length > 2 ? `${word(run[0])}-${word(run.at(-1))}` : run.map(word).join(", ")))
    .join(", ");
}

export function timeText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** A date in the form that spreadsheets of that language read back; German with dots, all others ISO. */
export function dateText(localDate: string, language: FileLanguage): string {
  return language === "de" ? localDate.split("-").reverse().join(".") : localDate;
}

export function yesNoText(value: boolean, language: FileLanguage): string {
  return YES_NO[language][value ? 0 : 1];
}

/** European spreadsheets divide columns with semicolons, because the comma divides numbers. */
export function delimiterOf(language: FileLanguage): string {
  return language === "en" ? "," : ";";
}
