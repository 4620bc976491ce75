import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import { errorCodes } from "../errors";
import de from "./messages/de";
import en from "./messages/en";

type Tree = { readonly [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [path, text] of flatten(value, `${prefix}${key}.`)) flat.set(path, text);
  }
  return flat;
}

/** `name:type` of every argument and tag, wherever it stands in the message. */
function argumentsOf(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element): string[] => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.tag:
        return [`${element.value}:tag`, ...argumentsOf(element.children)];
      case TYPE.plural:
      case TYPE.select:
        return [
          `${element.value}:${element.type}`,
          ...Object.values(element.options).flatMap((option) => argumentsOf(option.value)),
        ];
      default:
        return [`${element.value}:${element.type}`];
    }
  });
}

const english = flatten(en);
const german = flatten(de);
const unique = (text: string) => [...new Set(argumentsOf(parse(text)))].sort();

describe("the two dictionaries", () => {
  test("have the same keys", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("have no empty message", () => {
    const empty = [...english, ...german].filter(([, text]) => text.trim() === "").map(([key]) => key);
    expect(empty).toEqual([]);
  });

  test("take the same arguments in each message", () => {
    const different = [...english]
      .filter(([key]) => german.has(key))
      .filter(([key, text]) => String(unique(text)) !== String(unique(german.get(key) ?? "")))
      .map(([key]) => key);
    expect(different).toEqual([]);
  });

  test("have words for every error code", () => {
    expect(Object.keys(en.errors).sort()).toEqual([...errorCodes].sort());
  });
});
