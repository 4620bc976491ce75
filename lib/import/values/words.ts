import type { StaffLanguage } from "../fields";
import { STAFF_LANGUAGES } from "../fields";
import { fold } from "../fold";
import { error, warning } from "../problem";
import { type CellValue, read, unread } from "./cell-value";

export type AccessType = "app" | "keypad" | "both";
export type RowAction = "create" | "update" | "suspend" | "remove";

const LANGUAGES: Readonly<Record<StaffLanguage, string>> = {
  en: "english englisch anglais inglese ingles engels eng",
  de: "german deutsch allemand tedesco aleman duits ger deu",
  fr: "french franzosisch francais francese frances frans fra fre",
  it: "italian italienisch italien italiano italiaans ita",
  es: "spanish spanisch espagnol spagnolo espanol spaans spa",
  nl: "dutch niederlandisch neerlandais olandese neerlandes nederlands nld dut",
  cs: "czech tschechisch tcheque ceco checo tsjechisch cestina cz ces",
  sk: "slovak slowakisch slovaque slovacco eslovaco slowaaks slovencina slk",
};

const ACCESS: Readonly<Record<AccessType, string>> = {
  app: "app|nuki app|smartphone|handy|mobile|application|applicazione|aplicacion",
  keypad:
    "keypad|code|keypad code|pin|tastatur|tastenfeld|clavier|code clavier|tastierino|teclado|codepaneel|zutrittscode",
  both: "both|beide|beides|les deux|entrambi|ambos|app+keypad|app+code",
};

const ACTIONS: Readonly<Record<RowAction, string>> = {
  create: "create add new neu anlegen hinzufugen creer ajouter crea aggiungi crear anadir aanmaken toevoegen",
  update: "update change andern aktualisieren modifier aggiorna actualizar wijzigen bijwerken",
  suspend: "suspend sperren suspendre sospendi suspender blokkeren opschorten",
  remove: "remove delete entfernen loschen supprimer rimuovi elimina eliminar borrar verwijderen",
};

/** The language of letters and screens; an unknown one is said and left as it was. */
export function readLanguage(text: string): CellValue<StaffLanguage> {
  const word = fold(text);
  const code = /^([a-z]{2})(?:[-_ ][a-z]{2})?$/.exec(word)?.[1];
  const found = STAFF_LANGUAGES.find((known) => known === code || LANGUAGES[known].split(" ").includes(word));
  return found ? read(found) : unread(warning("language", "language_unknown", { value: text }));
}

/** App, keypad code, or both. */
export function readAccessType(text: string): CellValue<AccessType> {
  const word = fold(text).replace(/\s*[+&/|,]\s*|\s+(?:and|und|et|e|y|en)\s+/g, "+");
  if (ACCESS.app.split("|").includes(word)) return read("app");
  if (ACCESS.keypad.split("|").includes(word)) return read("keypad");
  if (ACCESS.both.split("|").includes(word) || word === "keypad+app" || word === "code+app")
    return read("both");
  return unread(error("access_type", "access_type_unknown", { value: text }));
}

/** What is to happen with the person; a blank cell never comes here. */
export function readAction(text: string): CellValue<RowAction> {
  const word = fold(text);
  const actions: readonly RowAction[] = ["create", "update", "suspend", "remove"];
  const found = actions.find((action) => ACTIONS[action].split(" ").includes(word));
  return found ? read(found) : unread(error("action", "action_unknown", { value: text }));
}

/** The parts of a cell with several values, `a|b`, without blanks and repetitions. */
export function readList(text: string): string[] {
  const parts = text.split("|").map((part) => part.trim());
  return [...new Set(parts)].filter((part) => part !== "");
}
