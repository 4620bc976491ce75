const LENGTH = 6;
const DIGITS = "123456789";

export type CodeProblem = "length" | "digits" | "starts_12" | "guessable";

/** Why a keypad code is refused, or null: Nuki's own rules first (web-api.md 5.1), then what people would guess. */
export function codeProblem(code: string): CodeProblem | null {
  if (!/^\d*$/.test(code) || code.includes("0")) return "digits";
  if (code.length !== LENGTH) return "length";
  if (code.startsWith("12")) return "starts_12";
  return isGuessable(code) ? "guessable" : null;
}

/** Do two codes differ in at least two digits, so that one slip of the finger opens nobody else's door? */
export function differsEnough(a: string, b: string): boolean {
  if (a.length !== b.length) return true;
  let different = 0;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) different += 1;
  return different >= 2;
}

/** How many codes `codeProblem` allows; the tests count them. */
export const ALLOWED_CODES = 500_304;

/** A code and the 48 others that differ in one digit. */
export const NEIGHBOURHOOD = 1 + LENGTH * (DIGITS.length - 1);

export interface CodePool {
  /** Is this code allowed, unused and two digits away from every used one? */
  isFree(code: string): boolean;
  /** A free code, each as likely as any other, taken at once; null when none is left. */
  take(random: (maxExclusive: number) => number): string | null;
  /** Marks a code as used, allowed or not. */
  add(code: string): void;
  /** At least so many are left: neighbourhoods that overlap are counted twice, so with many taken it is far too low. */
  estimateLeft(): number;
}

/**
 * The codes that can still be given out beside those taken, which may be any text that is on some keypad. Two codes
 * differ in at most one digit exactly when they are equal with that digit masked, so six masks per code answer the
 * question "is anything near?" without looking at each code.
 */
export function createCodePool(taken: Iterable<string>): CodePool {
  const masks = new Set<string>();
  let count = 0;
  /** Once drawing no longer finds anything: all that was free then. It only gets less. */
  let rest: string[] | null = null;

  const isFree = (code: string) => {
    for (let place = 0; place < code.length; place += 1) if (masks.has(masked(code, place))) return false;
    return codeProblem(code) === null;
  };
  const add = (code: string) => {
    count += 1;
    for (let place = 0; place < code.length; place += 1) masks.add(masked(code, place));
  };
  const take = (random: (maxExclusive: number) => number) => {
    // Throwing away what is not free keeps all that is free equally likely.
    let code = rest === null ? drawFree(isFree, random) : null;
    if (code === null) {
      rest = (rest ?? everyCode()).filter(isFree);
      code = rest.length > 0 ? (rest[random(rest.length)] ?? null) : null;
    }
    if (code !== null) add(code);
    return code;
  };
  for (const code of taken) add(code);
  const estimateLeft = () => Math.max(0, ALLOWED_CODES - count * NEIGHBOURHOOD);
  return { isFree, take, add, estimateLeft };
}

const TRIES = 1000;

function drawFree(
  isFree: (code: string) => boolean,
  random: (maxExclusive: number) => number,
): string | null {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    let code = "";
    while (code.length < LENGTH) code += DIGITS[random(DIGITS.length)] ?? "";
    if (isFree(code)) return code;
  }
  return null;
}

function everyCode(): string[] {
  let codes = [""];
  for (let place = 0; place < LENGTH; place += 1) {
    codes = codes.flatMap((code) => Array.from(DIGITS, (digit) => code + digit));
  }
  return codes;
}

function masked(code: string, place: number): string {
  return `${code.slice(0, place)}*${code.slice(place + 1)}`;
}

// The rows, columns and diagonals of the keypad, as fingers draw them.
const LINES = ["123", "456", "789", "147", "258", "369", "159", "357"];
const DRAWN = new Set(LINES.flatMap((line) => [line, [...line].reverse().join("")]));

/**
 * What people would try first:
 * - fewer than three different digits (111111, 111222, 121212), or four equal ones in a row (475555);
 * - a repeated half (583583) or three pairs (336688);
 * - a palindrome (583385);
 * - steps of one size, also past nine (345678, 987654, 789123, 135792), or five neighbours in a row (234568);
 * - two lines drawn on the keypad (147369, 789456);
 * - a birthday: day, month and year in any usual order (311185, 851131, 113185), or 19xx at either end (198547).
 */
function isGuessable(code: string): boolean {
  const digits = Array.from(code, Number);
  const half = code.slice(0, LENGTH / 2);
  if (new Set(digits).size < 3) return true;
  if (/(\d)\1{3}/.test(code) || /^(\d)\1(\d)\2(\d)\3$/.test(code)) return true;
  if (code === half + half || code === [...code].reverse().join("")) return true;
  if (isStaircase(digits) || hasRun(digits, 5)) return true;
  if (DRAWN.has(half) && DRAWN.has(code.slice(LENGTH / 2))) return true;
  return isBirthday(code);
}

function isStaircase(digits: readonly number[]): boolean {
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 9) % 9);
  return new Set(steps).size === 1;
}

function hasRun(digits: readonly number[], length: number): boolean {
  for (const step of [1, -1]) {
    let run = 1;
    for (let index = 1; index < digits.length; index += 1) {
      run = (digits[index] ?? 0) - (digits[index - 1] ?? 0) === step ? run + 1 : 1;
      if (run >= length) return true;
    }
  }
  return false;
}

function isBirthday(code: string): boolean {
  if (/^19|^\d\d19\d\d$/.test(code)) return true;
  const [a, b, c] = [Number(code.slice(0, 2)), Number(code.slice(2, 4)), Number(code.slice(4))];
  const isDay = (value: number) => value <= 31;
  const isMonth = (value: number) => value <= 12;
  return (isDay(a) && isMonth(b)) || (isMonth(a) && isDay(b)) || (isMonth(b) && isDay(c));
}
