import { ALLOWED_CODES, NEIGHBOURHOOD } from "./codes";

/** How likely a stranger's one try opens a keypad: one in so many; Infinity where no code is on it. */
export function guessOdds(codesOnKeypad: number): { readonly oneIn: number } {
  return { oneIn: codesOnKeypad > 0 ? Math.floor(ALLOWED_CODES / codesOnKeypad) : Number.POSITIVE_INFINITY };
}

/** From here on a generated code takes many draws, and what is left is worth a thought. */
const THIN_BELOW = 0.25;

/**
 * How many codes can still be given out beside `taken` ones: at least so many, since neighbourhoods that overlap are
 * counted twice.
 */
export function spaceLeft(taken: number): {
  readonly atLeast: number;
  readonly share: number;
  readonly thin: boolean;
} {
  const atLeast = Math.max(0, ALLOWED_CODES - taken * NEIGHBOURHOOD);
  const share = atLeast / ALLOWED_CODES;
  return { atLeast, share, thin: share < THIN_BELOW };
}
