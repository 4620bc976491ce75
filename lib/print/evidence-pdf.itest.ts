import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import type { EvidencePaper } from "./evidence";
import { evidencePdf } from "./evidence-pdf";

const folder = mkdtempSync(join(tmpdir(), "evidence-"));
afterAll(() => rmSync(folder, { recursive: true }));

const reader = hasReader();
if (!reader) console.log("pdftotext is not installed: the text of the PDFs is not read back");

const paper = (rows: number): EvidencePaper => ({
  ...{ language: "en", title: "Access review", name: "Server room, Q4 2026", banner: "Not signed" },
  facts: [{ term: "Scope", value: "Door: Server room" }],
  tableTitle: "Rows",
  columns: ["Person, door", "Access and rules", "Since, last used", "Decision", "At the door now"],
  rows: Array.from({ length: rows }, (_, index) => [
    [`Person ${index + 1}`, "Server room"],
    ["App: Mon-Fri 08:00-18:00, also from afar", "Engineering: Server rooms, Office hours"],
    ["since 3 Mar 2026", "12 Nov 2026"],
    ["Revoke", "Note: דוד כהן", "王小明 and Źdźbło"],
    ["Removed, read back 23 Nov 2026, 12:00"],
  ]),
  sections: [
    { title: "Statement", paragraphs: ["I have looked at each row."] },
    { title: "Not confirmed", paragraphs: [] },
  ],
  footer: (page, pages) => `Page ${page} of ${pages}`,
});

const pdfOf = async (content: EvidencePaper) => buffer(await evidencePdf(content));

describe("the evidence of a review", () => {
  test("is a tagged PDF in its language, with a real table and all its fonts inside", async () => {
    const text = (await pdfOf(paper(3))).toString("latin1");
    for (const sign of ["/Marked true", "/StructTreeRoot", "/Lang (en)", "/DisplayDocTitle true"]) {
      expect(text).toContain(sign);
    }
    for (const tag of ["Document", "H1", "H2", "P", "Table", "TR", "TH", "TD"]) {
      expect(text).toContain(`/S /${tag}\n`);
    }
    expect(text).toContain("/Scope /Column");
    expect(text).toContain("/Scope /Row");
    expect(text).toContain("[0 0 595.28 841.89]");
    expect(text).not.toContain("/BaseFont /Helvetica");
  });

  test.runIf(reader)("has each row once, each page its number and its headings", async () => {
    const pages = await pagesOf(paper(60));
    const count = pages.length;
    expect(count).toBeGreaterThan(2);
    for (const [index, text] of pages.entries()) expect(text).toContain(`Page ${index + 1} of ${count}`);
    for (const text of pages.slice(0, -1)) expect(text).toContain("At the door now");
    const names = pages.join("\n").match(/Person \d+\b/g) ?? [];
    expect(names).toEqual(Array.from({ length: 60 }, (_, index) => `Person ${index + 1}`));
    expect(pages.join("\n")).toContain("王小明");
    expect(pages.join("\n")).toContain("Źdźbło");
  });

  test.runIf(reader)("can be written without any row", async () => {
    expect((await pagesOf(paper(0))).join("\n")).toContain("I have looked at each row.");
  });
});

async function pagesOf(content: EvidencePaper): Promise<string[]> {
  const file = join(folder, "evidence.pdf");
  writeFileSync(file, await pdfOf(content));
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
}

function hasReader(): boolean {
  try {
    execFileSync("pdftotext", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
