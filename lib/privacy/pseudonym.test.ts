import fc from "fast-check";
import { expect, test } from "vitest";
import { pseudonymOf } from "./pseudonym";

const hash = () => fc.uint8Array({ minLength: 32, maxLength: 32 });

test("a pseudonym has nothing in it that is mistaken for something else when it is read out", () => {
  fc.assert(
    fc.property(hash(), (bytes) => {
      expect(pseudonymOf(bytes)).toMatch(/^Person [2-9A-HJKMNP-TV-Z]{6}$/);
    }),
  );
});

test("the same hash gives the same pseudonym, wherever it lies in memory", () => {
  fc.assert(
    fc.property(hash(), (bytes) => {
      const elsewhere = new Uint8Array([1, 2, 3, ...bytes]).subarray(3);
      expect(pseudonymOf(elsewhere)).toBe(pseudonymOf(bytes));
    }),
  );
});

test("thousands of people are told apart", () => {
  const names = new Set(
    Array.from({ length: 5_000 }, (_, person) => {
      const bytes = new Uint8Array(8);
      // As a hash spreads them.
      new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(person) * 0x9e3779b97f4a7c15n));
      return pseudonymOf(bytes);
    }),
  );
  expect(names.size).toBe(5_000);
});
