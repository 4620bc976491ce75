import type { DataRow, Section } from "./section";
import type { DataWords } from "./words";

/** Text of people within a page: nothing in it is ever markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

const signs: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** It runs nothing and loads nothing, wherever it is opened. */
const policy = "default-src 'none'; style-src 'unsafe-inline'";

const style = `
:root { color-scheme: light; }
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; background: #fff; color: #18181b;
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; max-width: 44rem; }
.quiet { color: #52525b; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #d4d4d8; padding: .3rem .75rem .3rem 0; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-line; }
thead th { border-bottom: 2px solid #71717a; }
.facts th { width: 14rem; font-weight: 600; }
@media print {
  body { margin: 0; max-width: none; font-size: 9pt; }
  .wide { overflow: visible; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}`;

export function htmlHead(words: DataWords, title: string, lines: readonly string[]): string {
  return `<!doctype html>
<html lang="${words.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${lines.map((line) => `<p class="quiet">${escapeHtml(line)}</p>`).join("\n")}
`;
}

export const htmlTail = "</main>\n</body>\n</html>\n";

/** One section, line by line: the person's own facts as a list, everything else as a table. */
export async function* htmlSection(
  section: Section,
  pages: AsyncGenerator<readonly DataRow[]>,
  words: DataWords,
): AsyncGenerator<string> {
  yield `<section>\n<h2>${escapeHtml(words.section(section.id))}</h2>\n`;
  let isEmpty = true;
  for await (const rows of pages) {
    if (section.id === "person") yield rows.map((row) => factsOf(section, row, words)).join("");
    else
      yield `${isEmpty ? openTable(section, words) : ""}${rows.map((row) => lineOf(section, row, words)).join("")}`;
    isEmpty = false;
  }
  if (isEmpty) yield `<p class="quiet">${escapeHtml(words.nothing())}</p>\n`;
  else if (section.id !== "person") yield "</tbody>\n</table></div>\n";
  yield "</section>\n";
}

function openTable({ id, columns }: Section, words: DataWords): string {
  const heads = columns.map((column) => `<th scope="col">${escapeHtml(words.column(column))}</th>`);
  const label = escapeHtml(words.section(id));
  return `<div class="wide"><table aria-label="${label}">\n<thead><tr>${heads.join("")}</tr></thead>\n<tbody>\n`;
}

function lineOf({ columns }: Section, row: DataRow, words: DataWords): string {
  const cells = columns.map((column) => `<td>${escapeHtml(words.cell(column, row[column]))}</td>`);
  return `<tr>${cells.join("")}</tr>\n`;
}

function factsOf({ columns }: Section, row: DataRow, words: DataWords): string {
  const lines = columns.map(
    (column) =>
      `<tr><th scope="row">${escapeHtml(words.column(column))}</th><td>${escapeHtml(words.cell(column, row[column]))}</td></tr>`,
  );
  return `<table class="facts"><tbody>\n${lines.join("\n")}\n</tbody></table>\n`;
}
