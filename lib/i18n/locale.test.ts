import { describe, expect, test } from "vitest";
import { chooseLocale } from "./locale";

describe("the language of a page", () => {
  test.each([
    [undefined, null, "en"],
    [undefined, "de-AT,de;q=0.9,en;q=0.8", "de"],
    [undefined, "fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4", "de"],
    [undefined, "en;q=0.3, de;q=0.7", "de"],
    [undefined, "de;q=0, en;q=0.1", "en"],
    [undefined, "fr,it", "en"],
    ["de", "en", "de"],
    ["en", "de", "en"],
    ["xx", "de", "de"],
    [undefined, ";;;q=,", "en"],
  ])("the cookie %s and the browser's %s give %s", (chosen, header, locale) => {
    expect(chooseLocale(chosen, header)).toBe(locale);
  });
});
