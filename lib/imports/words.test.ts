import { describe, expect, test } from "vitest";
import de from "@/lib/i18n/messages/de/import.json";
import en from "@/lib/i18n/messages/en/import.json";
import { IMPORT_FIELDS } from "@/lib/import/fields";
import { FILE_PROBLEM_CODES, PROBLEM_CODES } from "@/lib/import/problem";
import { importSteps } from "./schema";

describe.each([
  ["English", en],
  ["German", de],
])("the words of the import in %s", (_language, words) => {
  test("name every problem that a row can have", () => {
    expect(Object.keys(words.problem).sort()).toEqual([...PROBLEM_CODES].sort());
  });

  test("name every reason for which a file is refused", () => {
    expect(Object.keys(words.file).sort()).toEqual([...FILE_PROBLEM_CODES].sort());
  });

  test("name every field and every step", () => {
    expect(Object.keys(words.fields)).toEqual(expect.arrayContaining([...IMPORT_FIELDS]));
    expect(Object.keys(words.steps)).toEqual([...importSteps]);
  });
});
