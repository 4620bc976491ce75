import type { FileLanguage } from "../fields";

/** How each language writes Monday to Sunday, without accents: full words and the short forms in use. */
export const WEEKDAY_WORDS: Readonly<Record<FileLanguage, readonly (readonly string[])[]>> = {
  en: [
    ["monday", "mon", "mo", "mondays"],
    ["tuesday", "tue", "tues", "tu", "tuesdays"],
    ["wednesday", "wed", "we", "wednesdays"],
    ["thursday", "thu", "thur", "thurs", "th", "thursdays"],
    ["friday", "fri", "fr", "fridays"],
    ["saturday", "sat", "sa", "saturdays"],
    ["sunday", "sun", "su", "sundays"],
  ],
  de: [
    ["montag", "mo", "mon", "montags"],
    ["dienstag", "di", "die", "dienstags"],
    ["mittwoch", "mi", "mit", "mittwochs"],
    ["donnerstag", "do", "don", "donnerstags"],
    ["freitag", "fr", "fre", "freitags"],
    ["samstag", "sa", "sam", "sonnabend", "samstags"],
    ["sonntag", "so", "son", "sonntags"],
  ],
  fr: [
    ["lundi", "lun", "lu", "lundis"],
    ["mardi", "mar", "ma", "mardis"],
    ["mercredi", "mer", "me", "mercredis"],
    ["jeudi", "jeu", "je", "jeudis"],
    ["vendredi", "ven", "ve", "vendredis"],
    ["samedi", "sam", "sa", "samedis"],
    ["dimanche", "dim", "di", "dimanches"],
  ],
  it: [
    ["lunedi", "lun", "lu"],
    ["martedi", "mar", "ma"],
    ["mercoledi", "mer", "me"],
    ["giovedi", "gio", "gi"],
    ["venerdi", "ven", "ve"],
    ["sabato", "sab", "sa"],
    ["domenica", "dom", "do"],
  ],
  es: [
    ["lunes", "lun", "lu"],
    ["martes", "mar", "ma"],
    ["miercoles", "mie", "mi"],
    ["jueves", "jue", "ju"],
    ["viernes", "vie", "vi"],
    ["sabado", "sab", "sa"],
    ["domingo", "dom", "do"],
  ],
  nl: [
    ["maandag", "maa", "ma", "mnd"],
    ["dinsdag", "din", "di"],
    ["woensdag", "woe", "wo"],
    ["donderdag", "don", "do"],
    ["vrijdag", "vri", "vr", "vrij"],
    ["zaterdag", "zat", "za"],
    ["zondag", "zon", "zo"],
  ],
};

/** One letter a day, Monday first: `MTWTF--`. */
export const WEEKDAY_LETTERS = ["mtwtfss", "mdmdfss", "lmmjvsd", "lmmgvsd", "lmxjvsd", "mdwdvzz"] as const;

export const RANGE_WORDS = [
  "to",
  "thru",
  "through",
  "till",
  "until",
  "bis",
  "a",
  "au",
  "al",
  "hasta",
  "tot",
  "t/m",
  "tm",
];

export const LIST_WORDS = ["and", "und", "et", "e", "y", "en"];

export const EVERY_DAY = [
  "daily",
  "every day",
  "everyday",
  "all days",
  "all",
  "taglich",
  "taeglich",
  "jeden tag",
  "alle tage",
  "alle",
  "quotidien",
  "tous les jours",
  "chaque jour",
  "giornaliero",
  "ogni giorno",
  "tutti i giorni",
  "diario",
  "diariamente",
  "todos los dias",
  "dagelijks",
  "elke dag",
  "iedere dag",
];
