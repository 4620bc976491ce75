import type { Random } from "./random.ts";

function guessable(code: string): boolean {
  const steps = [...code].slice(1).map((digit, index) => Number(digit) - Number(code[index]));
  const straight = steps.every((step) => step === 1) || steps.every((step) => step === -1);
  return straight || new Set(code).size < 4 || code.slice(0, 3) === code.slice(3);
}

/** Makes codes as a careful office would: valid, not guessable, at least two digits apart from each other. */
export function createCodeMaker(random: Random): () => number {
  const taken = new Set<string>();
  return () => {
    for (;;) {
      const code = Array.from({ length: 6 }, () => random.int(1, 9)).join("");
      if (code.startsWith("12") || guessable(code)) continue;
      if ([...neighbours(code)].some((other) => taken.has(other))) continue;
      taken.add(code);
      return Number(code);
    }
  };
}

function* neighbours(code: string): Generator<string> {
  yield code;
  for (let index = 0; index < 6; index++) {
    for (let digit = 1; digit <= 9; digit++) yield `${code.slice(0, index)}${digit}${code.slice(index + 1)}`;
  }
}
