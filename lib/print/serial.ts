/** Without 0, 1, I and O, which are mistaken for each other, and without vowels, so that no serial reads as a word. */
const SYMBOLS = "23456789BCDFGHJKLMNPQRSTVWXYZ";
const LENGTH = 8;

/**
 * A serial such as "7KQ2-94MX-3". The last sign checks the others: each place has a weight of its own and the number of
 * symbols is prime, so one wrong sign and two swapped ones are always noticed. `random(n)` draws from 0 to n - 1.
 */
export function newSerial(random: (maxExclusive: number) => number): string {
  let body = "";
  while (body.length < LENGTH) body += SYMBOLS.charAt(random(SYMBOLS.length));
  return written(body + checkOf(body));
}

/** The serial that somebody typed or scanned, as it is written on the sheet; null when it cannot be one. */
export function parseSerial(text: string): string | null {
  const signs = text.toUpperCase().replace(/[\s\p{Pd}_.]/gu, "");
  if (signs.length !== LENGTH + 1) return null;
  if ([...signs].some((sign) => !SYMBOLS.includes(sign))) return null;
  return checkOf(signs.slice(0, LENGTH)) === signs.at(-1) ? written(signs) : null;
}

function checkOf(body: string): string {
  const sum = [...body].reduce((total, sign, place) => total + (place + 2) * SYMBOLS.indexOf(sign), 0);
  return SYMBOLS.charAt(sum % SYMBOLS.length);
}

/** In groups of four: never six signs in a row, so no serial looks like somebody's code. */
function written(signs: string): string {
  return `${signs.slice(0, 4)}-${signs.slice(4, LENGTH)}-${signs.slice(LENGTH)}`;
}
