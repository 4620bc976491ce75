import { writeCsv } from "./csv-write";
import { headersOf } from "./export";
import type { FileLanguage, ImportField } from "./fields";
import { IMPORT_FIELDS } from "./fields";
import { dateText, delimiterOf } from "./file-words";

const EXAMPLE_FIELDS: readonly ImportField[] = [
  "external_id",
  "first_name",
  "last_name",
  "email",
  "department",
  "areas",
  "weekdays",
  "time_from",
  "time_until",
  "valid_from",
  "valid_until",
  "access_type",
];

interface Words {
  readonly departments: readonly [string, string];
  readonly doors: readonly [string, string];
  readonly days: readonly [string, string];
}

// What people would write, short forms included: the headings tell the language.
const WORDS: Readonly<Record<FileLanguage, Words>> = {
  en: {
    departments: ["Finance", "Cleaning"],
    doors: ["Main entrance", "Office 2nd floor"],
    days: ["Mon-Fri", "Mon,Wed,Fri"],
  },
  de: {
    departments: ["Finanzen", "Reinigung"],
    doors: ["Haupteingang", "Büro 2.OG"],
    days: ["Mo-Fr", "Mo,Mi,Fr"],
  },
  fr: {
    departments: ["Finances", "Nettoyage"],
    doors: ["Entrée principale", "Bureau 2e étage"],
    days: ["lun-ven", "lun,mer,ven"],
  },
  it: {
    departments: ["Finanze", "Pulizie"],
    doors: ["Ingresso principale", "Ufficio 2º piano"],
    days: ["lun-ven", "lun,mer,ven"],
  },
  es: {
    departments: ["Finanzas", "Limpieza"],
    doors: ["Entrada principal", "Oficina 2.ª planta"],
    days: ["lun-vie", "lun,mié,vie"],
  },
  nl: {
    departments: ["Financiën", "Schoonmaak"],
    doors: ["Hoofdingang", "Kantoor 2e verdieping"],
    days: ["ma-vr", "ma,wo,vr"],
  },
};

/** An empty file with all headings. */
export function templateCsv(language: FileLanguage): string {
  return writeCsv([headersOf(IMPORT_FIELDS, language)], delimiterOf(language));
}

/** Two people, as a file for the import looks; with the names of doors that exist, if they are passed. */
export function exampleCsv(language: FileLanguage, doorNames: readonly string[] = []): string {
  const { departments, doors, days } = WORDS[language];
  const [first = doors[0], second = doors[1]] = doorNames;
  const from = dateText("2026-09-01", language);
  const until = dateText("2026-12-31", language);
  const both = first === second ? first : `${first}|${second}`;
  const mail = "j.mueller@example.com";
  const one = [
    "00417",
    "Jürgen",
    "Müller-Lüdenscheidt",
    mail,
    departments[0],
    both,
    days[0],
    "08:00",
    "18:00",
    from,
    "",
    "both",
  ];
  const two = [
    "00418",
    "Zoë",
    "D'Arcy",
    "",
    departments[1],
    first,
    days[1],
    "06:00",
    "08:30",
    from,
    until,
    "keypad",
  ];
  return writeCsv([headersOf(EXAMPLE_FIELDS, language), one, two], delimiterOf(language));
}
