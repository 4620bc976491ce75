import { setImmediate as pause } from "node:timers/promises";
import { type Box, type Boxes, boxesFor, row, space, stack } from "./boxes";
import type { EvidenceCells, EvidencePaper } from "./evidence";
import { papers } from "./places";
import { type TextStyle, Typesetter } from "./typesetter";

type Element = PDFKit.PDFStructureElement;
type StructureOptions = Exclude<Parameters<PDFKit.PDFDocument["struct"]>[1], undefined>;

const { width: pageWidth, height: pageHeight } = papers.a4;
const margin = 42;
const width = pageWidth - 2 * margin;
const bottom = pageHeight - margin - 22;

const styles = {
  title: { size: 20, leading: 26, weight: "700" },
  heading: { size: 12, leading: 18, weight: "700" },
  body: { size: 9.5, leading: 13, weight: "400" },
  strong: { size: 9.5, leading: 13, weight: "700" },
  cell: { size: 8, leading: 10.5, weight: "400" },
  cellStrong: { size: 8, leading: 10.5, weight: "700" },
} as const satisfies Record<string, TextStyle>;

const columnWidths: EvidenceCells<number> = [104, 147, 86, 92, 82.28];
const columnGap = 8;
const termWidth = 150;

/** One thing below the other; those of one part share their place in the structure. */
interface Part {
  readonly tag: "Sect" | "Table";
  readonly pieces: readonly Box[];
  /** Drawn again, without meaning, where the part goes on on a new page. */
  readonly repeat: Box | null;
}

interface Placed {
  readonly part: Part;
  readonly box: Box;
  readonly y: number;
}

/** The evidence as a tagged PDF in A4 with all its fonts inside, as a stream. Its title names the review, nobody else. */
export async function evidencePdf(paper: EvidencePaper): Promise<PDFKit.PDFDocument> {
  const setter = new Typesetter({
    tagged: true,
    lang: paper.language,
    displayTitle: true,
    pdfVersion: "1.7",
    margin: 0,
    info: { Title: `${paper.title}: ${paper.name}`, Producer: "Postern", Creator: "Postern" },
  });
  await setter.prepare(textsOf(paper));
  const pages = pagesOf(await partsOf(setter, paper));
  void drawAll(setter, paper, pages).catch((error) => setter.doc.destroy(error));
  return setter.doc;
}

function textsOf(paper: EvidencePaper): Iterable<string> {
  const { title, name, banner, facts, tableTitle, columns, rows, sections, footer } = paper;
  return [
    ...[title, name, banner ?? "", tableTitle, ...columns, footer(1234567890, 1)],
    ...facts.flatMap(({ term, value }) => [term, value]),
    ...rows.flat(2),
    ...sections.flatMap((section) => [section.title, ...section.paragraphs]),
  ];
}

async function partsOf(setter: Typesetter, paper: EvidencePaper): Promise<Part[]> {
  const boxes = boxesFor(setter);
  const head: Part = {
    tag: "Sect",
    pieces: [
      boxes.text("P", paper.title, styles.heading, width),
      boxes.text("H1", paper.name, styles.title, width),
      ...(paper.banner ? [bannerOf(boxes, paper.banner)] : []),
      space(6),
    ],
    repeat: null,
  };
  const facts: Part = {
    tag: "Table",
    pieces: paper.facts.map(({ term, value }) =>
      tableRow(setter, [
        { tag: "TH", lines: [term], style: styles.strong, x: 0, width: termWidth, scope: "Row" },
        { tag: "TD", lines: [value], style: styles.body, x: termWidth, width: width - termWidth },
      ]),
    ),
    repeat: null,
  };
  const rows: Box[] = [];
  for (const [index, cells] of paper.rows.entries()) {
    rows.push(
      lined(
        setter,
        boxes,
        tableRow(
          setter,
          cells.map((lines, column) => cellOf(lines, column)),
        ),
      ),
    );
    // Setting a line measures each of its words: many rows must not hold up everybody else.
    if (index % 10 === 9) await pause();
  }
  const headings = paper.columns.map((text, column) => ({
    ...cellOf([text], column),
    ...{ tag: "TH" as const, style: styles.cellStrong, scope: "Column" as const },
  }));
  const table: Part = {
    tag: "Table",
    pieces: [lined(setter, boxes, tableRow(setter, headings)), ...rows],
    repeat: boxes.artifact(tableRow(setter, headings).height + 6, (x, y) => {
      for (const cell of headings)
        setter.draw(setter.set(cell.lines[0] ?? "", cell.style, cell.width), x + cell.x, y);
    }),
  };
  const sections = paper.sections.map(({ title, paragraphs }): Part => {
    const [first, ...rest] = paragraphs.map((text) => boxes.text("P", text, styles.body, width));
    // A heading never stands alone at the end of a page.
    const begin = stack(2, [boxes.text("H2", title, styles.heading, width), first ?? null]);
    return { tag: "Sect", pieces: [space(8), begin, ...rest], repeat: null };
  });
  const tableTitle: Part = {
    tag: "Sect",
    pieces: [space(10), boxes.text("H2", paper.tableTitle, styles.heading, width)],
    repeat: null,
  };
  return [head, facts, tableTitle, table, ...sections];
}

function bannerOf(boxes: Boxes, text: string): Box {
  return stack(0, [
    space(6),
    boxes.framed(boxes.text("P", text, styles.strong, width - 20), width, 8),
    space(4),
  ]);
}

interface Cell {
  readonly tag: "TH" | "TD";
  readonly lines: readonly string[];
  readonly style: TextStyle;
  readonly x: number;
  readonly width: number;
  readonly scope?: "Row" | "Column";
}

function cellOf(lines: readonly string[], column: number): Cell {
  const x = columnWidths.slice(0, column).reduce((sum, one) => sum + one, 0);
  const isHead = column === 0;
  return {
    tag: isHead ? "TH" : "TD",
    lines,
    style: isHead ? styles.cellStrong : styles.cell,
    x,
    width: (columnWidths[column] ?? 0) - columnGap,
    ...(isHead ? { scope: "Row" as const } : {}),
  };
}

function tableRow(setter: Typesetter, cells: readonly Cell[]): Box {
  const columns = cells.map((cell) => ({ x: cell.x, box: cellBox(setter, cell) }));
  const { height, draw } = row(columns);
  return {
    height,
    draw(x, y, parent) {
      const element = setter.doc.struct("TR");
      parent.add(element);
      draw(x, y, element);
      element.end();
    },
  };
}

/** A cell with its lines; what heads a row or a column says so, for whoever has it read out. */
function cellBox(setter: Typesetter, { tag, lines, style, width: room, scope }: Cell): Box {
  const set = lines.map((line) => setter.set(line, style, room));
  const height = set.reduce((sum, text) => sum + text.lines.length * style.leading, 0);
  return {
    height,
    draw(x, y, parent) {
      // The types do not know of `scope` yet.
      const options: StructureOptions & { scope?: string } = scope ? { scope } : {};
      const element = setter.doc.struct(tag, options);
      parent.add(element);
      let top = y;
      for (const text of set) {
        const at = top;
        const spoken = text.actual === null ? {} : { actual: text.actual };
        element.add(setter.doc.struct("P", spoken, () => setter.draw(text, x, at)));
        top += text.lines.length * style.leading;
      }
      element.end();
    },
  };
}

/** A line above, so that the eye finds from one end of a row to the other. */
function lined({ doc }: Typesetter, boxes: Boxes, box: Box): Box {
  const rule = boxes.artifact(1, (x, y) =>
    doc
      .lineWidth(0.4)
      .moveTo(x, y)
      .lineTo(x + width, y)
      .stroke("#808080"),
  );
  return {
    height: box.height + 7,
    draw(x, y, parent) {
      rule.draw(x, y, parent);
      box.draw(x, y + 4, parent);
    },
  };
}

/** Which piece stands where. A part that goes on on a new page begins there with what repeats. */
function pagesOf(parts: readonly Part[]): Placed[][] {
  let page: Placed[] = [];
  const pages = [page];
  let y = margin;
  const begin = (part: Part) => {
    page = [];
    pages.push(page);
    y = margin;
    if (!part.repeat) return;
    page.push({ part, box: part.repeat, y });
    y += part.repeat.height;
  };
  for (const part of parts) {
    for (const [index, box] of part.pieces.entries()) {
      // The headings of a table stay with its first row.
      const next = index === 0 && part.tag === "Table" ? (part.pieces[1]?.height ?? 0) : 0;
      if (y + box.height + next > bottom && page.length > 0)
        begin(index === 0 ? { ...part, repeat: null } : part);
      page.push({ part, box, y });
      y += box.height;
    }
  }
  return pages;
}

async function drawAll(setter: Typesetter, paper: EvidencePaper, pages: readonly Placed[][]): Promise<void> {
  const { doc } = setter;
  const boxes = boxesFor(setter);
  const root = doc.struct("Document");
  doc.addStructure(root);
  const elements = new Map<Part, Element>();
  for (const [index, pieces] of pages.entries()) {
    doc.addPage({ size: [pageWidth, pageHeight], margin: 0 });
    const footer = setter.set(paper.footer(index + 1, pages.length), styles.cell, width);
    boxes
      .artifact(styles.cell.leading, (x, y) => setter.draw(footer, x, y))
      .draw(margin, pageHeight - margin - styles.cell.leading, root);
    for (const { part, box, y } of pieces) {
      let element = elements.get(part);
      if (!element) {
        element = doc.struct(part.tag);
        root.add(element);
        elements.set(part, element);
      }
      box.draw(margin, y, element);
    }
    await pause();
  }
  root.end();
  doc.end();
}
