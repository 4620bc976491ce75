import fc from "fast-check";
import { expect, test } from "vitest";
import { authorizationName } from "./names";

const bytes = (text: string) => new TextEncoder().encode(text).length;

test.each([
  ["Anna Berger", "keypad", "Anna Berger"],
  ["Maximiliane Hohenlohe", "keypad", "Maximiliane Hohenloh"],
  ["Maximiliane Hohenlohe", "app", "Maximiliane Hohenlohe"],
  // 19 bytes of letters and a two-byte umlaut that no longer fits.
  ["Annabella Schneidemü", "keypad", "Annabella Schneidem"],
  ["Bartholomäus Maria von Trapp", "keypad", "Bartholomäus Maria"],
  ["  Eva \t\n Muster ", "app", "Eva Muster"],
  ["Mu\u0308ller", "app", "M\u00fcller"],
  ["\uFEFFEva\u200B Muster\u00AD", "app", "Eva Muster"],
  ["", "app", "?"],
  [" \u0000 ", "keypad", "?"],
] as const)("%j as %s is %j", (name, kind, expected) => {
  expect(authorizationName(name, kind)).toBe(expected);
});

test("a family emoji is kept whole or left out", () => {
  const family = "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}";
  expect(authorizationName(`Reception office ${family}`, "keypad")).toBe("Reception office");
  expect(authorizationName(`${family} Anna`, "keypad")).toBe(`${family} A`);
});

test("a name always fits, is trimmed and does not change when cut again", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.constantFrom("app", "keypad"),
      (name, kind) => {
        const cut = authorizationName(name, kind);
        expect(bytes(cut)).toBeLessThanOrEqual(kind === "app" ? 32 : 20);
        expect(cut).toBe(cut.trim());
        expect(cut.isWellFormed()).toBe(true);
        expect(authorizationName(cut, kind)).toBe(cut);
      },
    ),
  );
});
