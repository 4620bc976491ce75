import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALLOWED_CODES, codeProblem, createCodePool, differsEnough } from "./codes";

const aCode = fc.stringMatching(/^[1-9]{6}$/);
const every = Array.from({ length: 9 ** 6 }, (_, n) =>
  [...n.toString(9).padStart(6, "0")].map((d) => Number(d) + 1).join(""),
);

/** A small generator with a seed: the pool takes randomness, it never makes any. */
function seeded(seed: number): (maxExclusive: number) => number {
  let state = seed;
  return (max) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * max);
  };
}

describe("a code", () => {
  test.each(["583946", "394716", "275193", "918264"])("%s is allowed", (code) => {
    expect(codeProblem(code)).toBeNull();
  });

  test.each([
    ["58394", "length"],
    ["5839461", "length"],
    ["", "length"],
    ["580946", "digits"],
    ["58394a", "digits"],
    [" 58394", "digits"],
    ["٥٨٣٩٤٦", "digits"],
    ["583946\n", "digits"],
    ["129573", "starts_12"],
    ["123456", "starts_12"],
  ])("%j has the problem %s", (code, problem) => {
    expect(codeProblem(code)).toBe(problem);
  });

  test.each([
    ["777777", "one digit"],
    ["111222", "two digits"],
    ["151515", "two digits"],
    ["475555", "four in a row"],
    ["583583", "a repeated half"],
    ["336688", "pairs"],
    ["583385", "a palindrome"],
    ["345678", "steps up"],
    ["987654", "steps down"],
    ["789123", "steps past nine"],
    ["357924", "steps of two"],
    ["234569", "a run of five"],
    ["147369", "lines on the keypad"],
    ["951357", "diagonals on the keypad"],
    ["311185", "a day, month and year"],
    ["851131", "a year, month and day"],
    ["113185", "a month, day and year"],
    ["198547", "a year of birth first"],
    ["471985", "a year of birth last"],
  ])("%s would be guessed: %s", (code) => {
    expect(codeProblem(code)).toBe("guessable");
  });

  test("is allowed in as many forms as we say", () => {
    expect(every.filter((code) => codeProblem(code) === null).length).toBe(ALLOWED_CODES);
  });
});

test.each([
  ["583946", "583946", false],
  ["583946", "583947", false],
  ["583946", "583974", true],
  ["583946", "583964", true],
  ["58394", "583946", true],
])("%s and %s differ enough: %s", (a, b, enough) => {
  expect(differsEnough(a, b)).toBe(enough);
  expect(differsEnough(b, a)).toBe(enough);
});

/** Of chi-square with eight degrees of freedom, nine digits that is: exceeded by chance once in a million. */
const oneInAMillion = 42.7;

function digitsAt(codes: readonly string[], place: number): number[] {
  const counts = Array.from({ length: 9 }, () => 0);
  for (const code of codes) counts[Number(code[place]) - 1] = (counts[Number(code[place]) - 1] ?? 0) + 1;
  return counts;
}

/** How far what was counted is from the shares that `model` has. */
function chiSquare(counted: readonly number[], model: readonly number[]): number {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const scale = total(counted) / total(model);
  return total(
    counted.map((count, digit) => (count - (model[digit] ?? 0) * scale) ** 2 / ((model[digit] ?? 0) * scale)),
  );
}

test("a digit that is preferred by a fifth is noticed", () => {
  const even = Array.from({ length: 9 }, () => 1111);
  expect(chiSquare(even, even)).toBe(0);
  expect(chiSquare([1333, ...even.slice(1)], even)).toBeGreaterThan(oneInAMillion * 0.9);
});

describe("the pool", () => {
  test("knows the same neighbours as a comparison of each pair", () => {
    fc.assert(
      fc.property(
        fc.array(aCode, { maxLength: 20 }),
        aCode,
        fc.nat(5),
        fc.nat(8),
        (taken, code, place, digit) => {
          const pool = createCodePool(taken);
          const near = taken.map((used) => used.slice(0, place) + (digit + 1) + used.slice(place + 1));
          for (const asked of [code, ...taken, ...near]) {
            const free = codeProblem(asked) === null && taken.every((used) => differsEnough(used, asked));
            expect(pool.isFree(asked)).toBe(free);
          }
        },
      ),
    );
  });

  test("gives out 10,000 codes beside 10,000 foreign ones, each two digits from every other", () => {
    const foreign = every.filter((_, index) => index % 53 === 0).slice(0, 10_000);
    const pool = createCodePool(foreign);
    const random = seeded(1);
    const given = Array.from({ length: 10_000 }, () => pool.take(random) ?? "none");
    const near = new Map<string, number>();
    for (const code of [...foreign, ...given]) {
      for (let place = 0; place < 6; place += 1) {
        const mask = `${code.slice(0, place)}*${code.slice(place + 1)}`;
        near.set(mask, (near.get(mask) ?? 0) + 1);
      }
    }
    for (const code of given) {
      expect(codeProblem(code)).toBeNull();
      const masks = Array.from(code, (_, place) => `${code.slice(0, place)}*${code.slice(place + 1)}`);
      expect(masks.every((mask) => near.get(mask) === 1)).toBe(true);
    }
  });

  test("a taken code is no longer free, and an unusual foreign one does no harm", () => {
    const pool = createCodePool(["1234", "12345678", "000000"]);
    const code = pool.take(seeded(7)) ?? "none";
    expect(codeProblem(code)).toBeNull();
    expect(pool.isFree(code)).toBe(false);
    pool.add("583946");
    expect(pool.isFree("583949")).toBe(false);
    expect(pool.isFree("583964")).toBe(true);
  });

  test("gives out what little is left and then says that there is nothing", () => {
    // Every code is one digit away from one whose digits add up to a multiple of nine; a few of these are spared, so
    // that drawing at random hardly ever finds what is left.
    const nines = every.filter((code) => [...code].reduce((sum, digit) => sum + Number(digit), 0) % 9 === 0);
    const pool = createCodePool(nines.filter((code) => differsEnough(code, "583946")));
    const random = seeded(3);
    const given: string[] = [];
    for (let code = pool.take(random); code !== null; code = pool.take(random)) given.push(code);
    expect(given.length).toBeGreaterThan(0);
    expect(
      given.every((code, index) => given.slice(index + 1).every((other) => differsEnough(code, other))),
    ).toBe(true);
    expect(every.some(pool.isFree)).toBe(false);
    expect(pool.estimateLeft()).toBe(0);
  });

  test("draws 10,000 codes of which each digit is as frequent at each place as in all that are allowed", () => {
    const random = seeded(11);
    const pool = createCodePool([]);
    const given = Array.from({ length: 10_000 }, () => pool.take(random) ?? "none");
    expect(given.filter((code) => codeProblem(code) !== null)).toEqual([]);
    const allowed = every.filter((code) => codeProblem(code) === null);
    for (let place = 0; place < 6; place += 1)
      expect(chiSquare(digitsAt(given, place), digitsAt(allowed, place))).toBeLessThan(oneInAMillion);
  });

  test("estimates what is left, never too high", () => {
    expect(createCodePool([]).estimateLeft()).toBe(ALLOWED_CODES);
    const pool = createCodePool(["583946"]);
    expect(pool.estimateLeft()).toBeLessThanOrEqual(every.filter((code) => pool.isFree(code)).length);
  });
});
