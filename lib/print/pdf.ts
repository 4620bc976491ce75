import { setImmediate as pause } from "node:timers/promises";
import type { SheetFormat } from "@/lib/db/tables/codes";
import { weekdayName } from "@/lib/time/format";
import { type Box, type Boxes, boxesFor } from "./boxes";
import { type Paper, paperOf } from "./paper";
import {
  type Place,
  pageMargin,
  paperSizeOf,
  papers,
  perPage,
  placesOf,
  type Room,
  slipMargin,
} from "./places";
import type { SheetContent } from "./sheet";
import { body } from "./sheet-boxes";
import { halfOf, overleafOf, pageOf, quarterOf } from "./sheet-layouts";
import { Typesetter } from "./typesetter";
import { paperWords } from "./words";

type Element = PDFKit.PDFStructureElement;

interface Work {
  readonly setter: Typesetter;
  readonly boxes: Boxes;
  readonly size: { readonly width: number; readonly height: number };
}

/**
 * The sheets as a tagged PDF with real text and all its fonts inside, as a stream. Between two sheets others get their
 * turn, so that many of them hold up nobody. The title names nobody.
 */
export async function sheetsPdf(
  sheets: readonly SheetContent[],
  format: SheetFormat,
): Promise<PDFKit.PDFDocument> {
  const language = sheets[0]?.language ?? "en";
  const setter = new Typesetter({
    tagged: true,
    lang: language,
    displayTitle: true,
    pdfVersion: "1.7",
    margin: 0,
    info: { Title: paperWords(language)("title"), Producer: "Postern", Creator: "Postern" },
  });
  const work: Work = { setter, boxes: boxesFor(setter), size: papers[paperSizeOf(format)] };
  const written = sheets.map(paperOf);
  for (const paper of written) {
    await setter.prepare(textsOf(paper));
    await pause();
  }
  const rooms = new Map<Paper, Room>();
  for (const paper of written) {
    rooms.set(paper, roomOf(work, paper, format));
    await pause();
  }
  void drawAll(
    work,
    placesOf(written, (paper) => rooms.get(paper) ?? "page"),
  ).catch((error) => setter.doc.destroy(error));
  return setter.doc;
}

/** How much room each sheet needs in this format, in their order; so the printed page breaks where the PDF does. */
export async function roomsOf(sheets: readonly SheetContent[], format: SheetFormat): Promise<Room[]> {
  const setter = new Typesetter();
  const work: Work = { setter, boxes: boxesFor(setter), size: papers[paperSizeOf(format)] };
  const rooms: Room[] = [];
  for (const paper of sheets.map(paperOf)) {
    await setter.prepare(textsOf(paper));
    rooms.push(roomOf(work, paper, format));
    await pause();
  }
  return rooms;
}

function roomOf({ boxes, size }: Work, paper: Paper, format: SheetFormat): Room {
  const onOwnPage = () => (pageOf(boxes, paper, size).isOverleaf ? "long" : "page");
  if (perPage(format) === 1) return onOwnPage();
  const half = { width: size.width, height: size.height / 2 };
  if (quarterOf(boxes, paper, { ...half, width: size.width / 2 }).fits) return "quarter";
  return halfOf(boxes, paper, half).fits ? "half" : onOwnPage();
}

async function drawAll(work: Work, pages: readonly (readonly Place<Paper>[])[]): Promise<void> {
  const { doc } = work.setter;
  const root = doc.struct("Document");
  doc.addStructure(root);
  for (const places of pages) {
    addPage(work);
    drawCuts(work, places, root);
    for (const place of places) {
      const sheet = doc.struct("Sect", { lang: place.item.language });
      root.add(sheet);
      if (place.room === "quarter") drawQuarter(work, place, sheet);
      else if (place.room === "half") drawHalf(work, place, sheet);
      else drawPage(work, place.item, sheet);
      sheet.end();
      await pause();
    }
  }
  root.end();
  doc.end();
}

function addPage({ setter, size }: Work): void {
  setter.doc.addPage({ size: [size.width, size.height], margin: 0 });
}

function drawQuarter({ boxes, size }: Work, { item, row, column }: Place<Paper>, sheet: Element): void {
  const [width, height] = [size.width / 2, size.height / 2];
  drawFilled(quarterOf(boxes, item, { width, height }), column * width, row * height, height, sheet);
}

function drawHalf({ boxes, size }: Work, { item, row }: Place<Paper>, sheet: Element): void {
  const [width, height] = [size.width / 2, size.height / 2];
  const { left, right } = halfOf(boxes, item, { width: size.width, height });
  drawFilled(left, 0, row * height, height, sheet);
  drawFilled(right, width, row * height, height, sheet);
}

function drawFilled(
  { top, bottom }: { top: Box; bottom: Box | null },
  x: number,
  y: number,
  height: number,
  sheet: Element,
): void {
  top.draw(x + slipMargin, y + slipMargin, sheet);
  bottom?.draw(x + slipMargin, y + height - slipMargin - bottom.height, sheet);
}

function drawPage(work: Work, paper: Paper, sheet: Element): void {
  const { boxes, size } = work;
  const { panel, cover, code, how, receipt, isOverleaf } = pageOf(boxes, paper, size);
  const width = size.width - 2 * pageMargin;
  cover.top.draw(pageMargin, pageMargin, sheet);
  // Should even the smallest name leave no room, words may come close to the fold, but never lie upon each other.
  const below = Math.max(panel - 14 - (cover.bottom?.height ?? 0), pageMargin + cover.top.height + 4);
  cover.bottom?.draw(pageMargin, below, sheet);
  code.top.draw(pageMargin, panel + 14, sheet);
  how.top.draw(pageMargin, 2 * panel + 14, sheet);
  for (const fold of [panel, 2 * panel]) marked(work, "fold", paper.words.fold, fold, sheet);
  marked(work, "cut", paper.words.cut, 3 * panel, sheet);
  receipt.draw(pageMargin, 3 * panel + 16, sheet);
  if (!isOverleaf) return;
  for (const page of overleafOf(boxes, paper, { ...size, width: width + 2 * pageMargin })) {
    addPage(work);
    page.draw(pageMargin, pageMargin, sheet);
  }
}

/** A line from edge to edge with its word in it, outside of what is read out. */
function marked(
  { setter, boxes, size }: Work,
  style: "fold" | "cut",
  word: string,
  y: number,
  sheet: Element,
) {
  const label = setter.set(word, body, size.width);
  const right = size.width - pageMargin;
  const left = right - (label.lines[0]?.width ?? 0);
  boxes.rule(left - 6, style).draw(0, y, sheet);
  boxes
    .artifact(body.leading, (x, top) => setter.draw(label, x, top))
    .draw(left, y - body.leading / 2, sheet);
  boxes.rule(pageMargin - 6, style).draw(right + 6, y, sheet);
}

/** Where slips are cut apart; a double slip is folded where others are cut. */
function drawCuts({ boxes, size }: Work, places: readonly Place<Paper>[], root: Element): void {
  if (places.some(({ room }) => room === "page" || room === "long")) return;
  const [width, height] = [size.width / 2, size.height / 2];
  boxes.rule(size.width, "cut").draw(0, height - 0.5, root);
  for (const line of [0, 1]) {
    const isDouble = places.some(({ row, room }) => row === line && room === "half");
    boxes.upright(height, isDouble ? "fold" : "cut").draw(width - 0.5, line * height, root);
  }
}

function textsOf({ words, steps, doors, facts, ...paper }: Paper): string[] {
  const own = Object.values(paper).filter((value) => typeof value === "string");
  const times = doors.flatMap(({ names, week, notes }) => [...names, week, ...notes]);
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => weekdayName(day, paper.language, "narrow"));
  const parts = [...steps, ...facts, words].flatMap((part) => Object.values(part));
  return [...own, ...times, ...days, ...parts, "·0123456789"];
}
