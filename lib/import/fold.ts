// The combining marks that Latin letters decompose into; a general class of marks is several times slower.
const MARKS = /[\u0300-\u036f]+/g;
// Built once: Intl and normalize are slow enough to show up in a preview of thousands of rows.
const PLAIN_ASCII = /^[ -~]*$/;

/** Text without case, accents and doubled spaces: how people's spellings of one name are compared. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  const plain = PLAIN_ASCII.test(lower)
    ? lower
    : lower.normalize("NFKD").replace(MARKS, "").replaceAll("ß", "ss").replaceAll("ı", "i");
  return /\s\s|[^\S ]/.test(plain) ? plain.replace(/\s+/g, " ").trim() : plain.trim();
}

/** A header as it is compared: also without spaces, `_`, `-`, `*`, dots, quotes and brackets. */
export function foldHeader(text: string): string {
  return fold(text).replace(/[\s_\-*.:'’`"()/\u2010-\u2015]+/g, "");
}
