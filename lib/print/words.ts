import { createTranslator } from "next-intl";
import { messages } from "@/lib/i18n/dictionaries";

const wordsIn = (language: "en" | "de") =>
  createTranslator({ locale: language, messages: messages[language], namespace: "sheets.paper.sheet" });

export type PaperWords = ReturnType<typeof wordsIn>;

const known = new Map<string, PaperWords>();

/** What is printed on a sheet, in the language of the person who gets it, whoever prints it. */
export function paperWords(language: "en" | "de"): PaperWords {
  const words = known.get(language) ?? wordsIn(language);
  known.set(language, words);
  return words;
}
