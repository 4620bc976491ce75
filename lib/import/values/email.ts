import { error } from "../problem";
import { type CellValue, read, unread } from "./cell-value";

const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\.]+(?:\.[^\s@<>,;:"()[\]\\.]+)+$/;
const WRAPPED = /^(?:mailto:|[^<>]*<)([^<>]+?)>?$/i;

/** An address in lower case; "Anna <anna@example.com>" and "mailto:" are taken off. */
export function readEmail(text: string): CellValue<string> {
  const address = (WRAPPED.exec(text)?.[1] ?? text).trim().toLowerCase();
  const wellFormed = address.length <= 254 && ADDRESS.test(address) && !address.includes("..");
  return wellFormed ? read(address) : unread(error("email", "email_invalid", { value: text }));
}
