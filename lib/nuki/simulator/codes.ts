import type { Random } from "./random.ts";

/** Beyond some ten thousand people no code is two digits from all others; then different must do. */
const triesForDistance = 500;

export function isGuessable(code: string): boolean {
  const steps = [...code].slice(1).map((digit, index) => Number(digit) - Number(code[index]));
  const straight = steps.every((step) => step === 1) || steps.every((step) => step === -1);
  return straight || new Set(code).size < 4 || code.slice(0, 3) === code.slice(3);
}

function* neighbours(code: string): Generator<string> {
  for (let index = 0; index < code.length; index++) {
    for (let digit = 1; digit <= 9; digit++) yield `${code.slice(0, index)}${digit}${code.slice(index + 1)}`;
  }
}

function hasNeighbour(code: string, taken: Set<string>): boolean {
  for (const other of neighbours(code)) if (taken.has(other)) return true;
  return false;
}

/** Makes codes as a careful office would: valid, not guessable, at least two digits apart from each other. */
export function createCodeMaker(random: Random): () => number {
  const taken = new Set<string>();
  return () => {
    for (let tries = 0; ; tries++) {
      const code = Array.from({ length: 6 }, () => random.int(1, 9)).join("");
      if (code.startsWith("12") || isGuessable(code) || taken.has(code)) continue;
      if (tries < triesForDistance && hasNeighbour(code, taken)) continue;
      taken.add(code);
      return Number(code);
    }
  };
}
