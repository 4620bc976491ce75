import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { iconNames, iconsFile } from "./icons";

test("every icon name has its symbol, and every symbol its name", () => {
  const file = readFileSync(new URL(`../../public${iconsFile}`, import.meta.url), "utf8");
  const symbols = [...file.matchAll(/<symbol id="([\w-]+)"/g)].map((match) => match[1]);
  expect([...iconNames].sort()).toEqual(symbols.sort());
});
