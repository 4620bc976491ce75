import { describe, expect, test } from "vitest";
import { escapeHtml, htmlHead, htmlSection, htmlTail } from "./html";
import type { DataRow, Section } from "./section";
import { dataWords } from "./words";

const words = dataWords("en", "Europe/Vienna");
const hostile = `"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;`;

async function sectionOf(rows: readonly DataRow[], id: Section["id"] = "teams"): Promise<string> {
  const section: Section = {
    ...{ id, tables: [], columns: id === "person" ? ["name"] : ["team", "at", "windows"] },
    async *read() {
      if (rows.length > 0) yield rows;
    },
  };
  let html = "";
  for await (const piece of htmlSection(section, section.read("" as never, words), words)) html += piece;
  return html;
}

describe("the readable file", () => {
  test("takes nothing that somebody typed for markup", async () => {
    expect(escapeHtml(hostile)).not.toMatch(/[<>"']/);
    const html =
      htmlHead(words, hostile, [hostile]) +
      (await sectionOf([{ team: hostile }])) +
      (await sectionOf([{ name: hostile }], "person")) +
      htmlTail;
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<img");
    expect(html.match(/&lt;script&gt;/g)).toHaveLength(5);
    expect(html).toContain("&amp;amp;");
  });

  test("forbids everything that would run or load, wherever it is opened", () => {
    const head = htmlHead(words, "x", []);
    expect(head).toContain("default-src 'none'");
    expect(head).not.toMatch(/<(script|link|img|iframe)|url\(|@import|https?:/);
  });

  test("says so where there is nothing", async () => {
    const html = await sectionOf([]);
    expect(html).toContain("Nothing");
    expect(html).not.toContain("<table");
  });

  test("closes what it opens, however many pages a section has", async () => {
    const section: Section = {
      ...{ id: "teams" as const, tables: [], columns: ["team" as const] },
      async *read() {
        yield [{ team: "A" }];
        yield [{ team: "B" }];
      },
    };
    let html = "";
    for await (const piece of htmlSection(section, section.read("" as never, words), words)) html += piece;
    for (const tag of ["section", "div", "table", "thead", "tbody"])
      expect([tag, html.split(`<${tag}`).length]).toEqual([tag, html.split(`</${tag}>`).length]);
    expect(html.match(/<tr>/g)).toHaveLength(3);
  });
});

describe("a cell", () => {
  test("tells times by the clock of the office, with the zone, since an hour may come twice", () => {
    const at = words.cell("at", new Date("2026-10-25T00:30:00Z"));
    const again = words.cell("at", new Date("2026-10-25T01:30:00Z"));
    expect(at).toContain("02:30");
    expect(again).toContain("02:30");
    expect(at).not.toBe(again);
  });

  test("tells weekly windows in words, one or several", () => {
    const window = { days: 31, fromMinute: 540, untilMinute: 1020 };
    expect(words.cell("window", window)).toBe("Mon-Fri 09:00-17:00");
    expect(words.cell("windows", [window, { ...window, days: 32 }])).toBe(
      "Mon-Fri 09:00-17:00; Sat 09:00-17:00",
    );
  });

  test("translates words of ours, and never what somebody typed", () => {
    expect(words.cell("status", "active")).toBe("Active");
    expect(dataWords("de", "UTC").cell("kind", "employee")).toBe("Angestellt");
    expect(words.cell("team", "active")).toBe("active");
    expect(words.cell("state", "of the future")).toBe("of the future");
  });

  test("has a sign for what is not there", () => {
    for (const nothing of [null, undefined, ""]) expect(words.cell("note", nothing)).toBe("–");
    expect(words.cell("enabled", false)).toBe("No");
  });
});
