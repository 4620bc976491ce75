import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newSerial, parseSerial } from "./serial";

const serials = fc
  .array(fc.integer({ min: 0, max: 28 }), { minLength: 8, maxLength: 8 })
  .map((draws) => newSerial(() => draws.pop() ?? 0));

describe("newSerial", () => {
  test("has two groups of four and a check sign", () => {
    let next = 0;
    expect(newSerial(() => next++)).toMatch(/^2345-6789-.$/);
  });

  test("asks only for numbers that it has signs for", () => {
    const limits = new Set<number>();
    newSerial((max) => {
      limits.add(max);
      return max - 1;
    });
    expect([...limits]).toEqual([29]);
  });

  test("uses no sign that is mistaken for another, and no vowel", () => {
    fc.assert(fc.property(serials, (serial) => !/[01IOAEU]/.test(serial)));
  });
});

describe("parseSerial", () => {
  test("reads back what was made, however it is typed", () => {
    fc.assert(
      fc.property(serials, (serial) => {
        expect(parseSerial(serial)).toBe(serial);
        expect(parseSerial(` ${serial.toLowerCase().replaceAll("-", " ")}\n`)).toBe(serial);
        expect(parseSerial(serial.replaceAll("-", ""))).toBe(serial);
        expect(parseSerial(serial.replaceAll("-", "–"))).toBe(serial);
      }),
    );
  });

  test("notices every single wrong sign", () => {
    fc.assert(
      fc.property(serials, fc.nat(8), fc.integer({ min: 1, max: 28 }), (serial, place, step) => {
        const symbols = "23456789BCDFGHJKLMNPQRSTVWXYZ";
        const signs = [...serial.replaceAll("-", "")];
        const wrong = (symbols.indexOf(signs[place] ?? "") + step) % symbols.length;
        signs[place] = symbols.charAt(wrong);
        expect(parseSerial(signs.join(""))).toBeNull();
      }),
    );
  });

  test("notices any two signs that were swapped", () => {
    fc.assert(
      fc.property(serials, fc.nat(7), fc.nat(7), (serial, a, b) => {
        const signs = [...serial.replaceAll("-", "")];
        const [first, second] = [signs[a] ?? "", signs[b] ?? ""];
        if (first === second) return;
        signs[a] = second;
        signs[b] = first;
        expect(parseSerial(signs.join(""))).toBeNull();
      }),
    );
  });

  test.each(["", "7KQ2", "583946", "0000-0000-0", "7KQ2-94MX-33", "https://example.com/7KQ2"])(
    "%j is no serial",
    (text) => expect(parseSerial(text)).toBeNull(),
  );
});
