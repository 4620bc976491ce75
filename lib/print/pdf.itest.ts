import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { type SheetFormat, sheetFormats } from "@/lib/db/tables/codes";
import { roomsOf, sheetsPdf } from "./pdf";
import { difficultSheets, sampleSheet } from "./sample-sheets";
import type { SheetContent } from "./sheet";

const folder = mkdtempSync(join(tmpdir(), "sheets-"));
afterAll(() => rmSync(folder, { recursive: true }));

const reader = hasReader();
if (!reader) console.log("pdftotext is not installed: the text of the PDFs is not read back");

describe("every difficult sheet", () => {
  test.each(sheetFormats)("becomes a tagged PDF as %s", async (format) => {
    const pdf = await pdfOf(Object.values(difficultSheets), format);
    const text = pdf.toString("latin1");
    expect(text.startsWith("%PDF-1.7")).toBe(true);
    for (const sign of [
      "/MarkInfo",
      "/Marked true",
      "/StructTreeRoot",
      "/Lang (en)",
      "/DisplayDocTitle true",
    ]) {
      expect(text).toContain(sign);
    }
    for (const tag of ["Document", "Sect", "H1", "H2", "P", "Table", "TR", "TH", "TD", "Figure"]) {
      expect(text).toContain(`/S /${tag}\n`);
    }
  });

  test.each(sheetFormats)("has all its fonts inside as %s", async (format) => {
    const pdf = (await pdfOf(Object.values(difficultSheets), format)).toString("latin1");
    expect(pdf.match(/\/FontFile2 /g)?.length).toBe(pdf.match(/\/Type \/FontDescriptor/g)?.length);
    expect(pdf).not.toContain("/BaseFont /Helvetica");
  });
});

test("the title names nobody, and no code stands outside of the pages", async () => {
  const pdf = (await pdfOf([sampleSheet()], "a4_1")).toString("latin1");
  expect(pdf).toContain("(Keypad code sheets)");
  expect(pdf).not.toContain("583946");
  expect(pdf).not.toContain("583 946");
});

test.runIf(reader)("the text of a sheet is read back, all eleven things of it", async () => {
  const text = await textOf([sampleSheet()], "a4_1");
  for (const words of [
    "Acme Ltd · Vienna office",
    "Anna Berger",
    "Front door · Back door · Archive",
    "583 946",
    "Mon-Fri 08:00-18:00",
    "1. Touch a key",
    "Green light",
    "keypad pauses:",
    "Lost, or seen by others?",
    "Reception, +43 1 234 56 78",
    "Personal. Do not share",
    "7KQ2-94MX-3",
    "23 Nov 2026",
    "Maria Huber",
    "7 Dec 2026",
    "Receipt",
    "Signature",
  ]) {
    expect(text).toContain(words);
  }
  expect(text.split("583 946")).toHaveLength(2);
});

const shown = Object.keys(difficultSheets).filter((key) => key !== "unknown" && key !== "arabic");

test.runIf(reader).each(shown)("the name of %s is read back as it was written", async (key) => {
  const sheet = difficultSheets[key] ?? sampleSheet();
  const text = (await textOf([sheet], "a4_1")).normalize("NFKC").replace(/[\p{Cf}\s]+/gu, " ");
  for (const part of sheet.name.split(/[\s()-]+/).filter(Boolean)) expect(text).toContain(part);
});

test.runIf(reader)(
  "signs that no font has become letters or a question mark, and the sheet says so",
  async () => {
    const text = await textOf([sampleSheet({ name: "Tester 😀 Ⅷ" })], "a4_1");
    expect(text).toMatch(/Tester \? (VIII|Ⅷ)/);
    expect(text).toContain("cannot be printed");
  },
);

test("sheets in two languages say in their structure which is which", async () => {
  const pdf = (await pdfOf([sampleSheet(), sampleSheet({ language: "de" })], "letter_4")).toString("latin1");
  expect(pdf).toContain("/S /Sect\n/Lang (de)");
});

describe("roomsOf", () => {
  test("a usual sheet takes a quarter where four share a page, in both languages and sizes", async () => {
    const usual = [sampleSheet(), sampleSheet({ language: "de" })];
    expect(await roomsOf(usual, "a4_4")).toEqual(["quarter", "quarter"]);
    expect(await roomsOf(usual, "letter_4")).toEqual(["quarter", "quarter"]);
  });

  test("twelve doors with the same hours fit on one page, with twelve different ones they continue", async () => {
    const { twelve, twelveTimes } = difficultSheets;
    if (!twelve || !twelveTimes) throw new Error("no samples");
    expect(await roomsOf([twelve, twelveTimes], "letter_1")).toEqual(["page", "long"]);
  });
});

async function pdfOf(sheets: readonly SheetContent[], format: SheetFormat): Promise<Buffer> {
  return buffer(await sheetsPdf(sheets, format));
}

async function textOf(sheets: readonly SheetContent[], format: SheetFormat): Promise<string> {
  const file = join(folder, "sheets.pdf");
  writeFileSync(file, await pdfOf(sheets, format));
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
}

function hasReader(): boolean {
  try {
    execFileSync("pdftotext", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
