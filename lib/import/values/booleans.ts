import type { ImportField } from "../fields";
import { fold } from "../fold";
import { error } from "../problem";
import { type CellValue, read, unread } from "./cell-value";

const YES = "yes y true 1 x ja j oui o si s wahr vrai vero verdadero waar ✓ ✔".split(" ");
const NO = "no n false 0 nein non nee falsch faux falso onwaar".split(" ");

/** Yes or no in any of the languages, with the words that a spreadsheet writes for true and false. */
export function readYesNo(text: string, field: ImportField): CellValue<boolean> {
  const folded = fold(text);
  if (YES.includes(folded)) return read(true);
  if (NO.includes(folded)) return read(false);
  return unread(error(field, "yes_no_unknown", { value: text }));
}
