import { type Box, type Boxes, row, space, stack } from "./boxes";
import type { Paper } from "./paper";
import { pageMargin, receiptHeight, slipMargin } from "./places";
import {
  body,
  bold,
  codeBox,
  doorRow,
  doorTable,
  facts,
  heading,
  nameStyle,
  qr,
  receipt,
  slip,
  slipReceipt,
  stepColumns,
  stepRows,
  unprintable,
} from "./sheet-boxes";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What stands at the top of its area and what at its bottom, and whether both have room there. */
interface Filled {
  readonly top: Box;
  readonly bottom: Box | null;
  readonly fits: boolean;
}

function fill(height: number, top: Box, bottom: Box | null): Filled {
  const needed = top.height + (bottom ? bottom.height + 6 : 0);
  return { top, bottom, fits: needed <= height };
}

function inside({ width, height }: Size, margin: number): Size {
  return { width: width - 2 * margin, height: height - 2 * margin };
}

/** A quarter of a page: everything on one slip. */
export function quarterOf(boxes: Boxes, paper: Paper, area: Size): Filled {
  const loose = quarterWith(boxes, paper, area, 4);
  return loose.fits ? loose : quarterWith(boxes, paper, area, 2);
}

function quarterWith(boxes: Boxes, paper: Paper, area: Size, gap: number): Filled {
  const { width, height } = inside(area, slipMargin);
  const { words } = paper;
  const top = stack(gap, [
    slipHead(boxes, paper, width, 15, 50),
    slipCode(boxes, paper, width, 28),
    doorTable(boxes, paper, width),
    stepColumns(boxes, paper, width, 28, true),
    boxes.text("P", words.lightBrief, slip, width),
    boxes.text("P", `${words.lost} ${words.call}`, slip, width),
    boxes.text("P", words.personal, slip, width),
    boxes.text("P", paper.factsBrief, slip, width),
  ]);
  return fill(height, top, tornOff(boxes, paper, area.width, width));
}

/** Two quarters with a fold between them, so that the code lies inside. */
export function halfOf(boxes: Boxes, paper: Paper, area: Size) {
  const { width, height } = inside({ width: area.width / 2, height: area.height }, slipMargin);
  const { words } = paper;
  const left = stack(5, [
    slipHead(boxes, paper, width, 16, 60),
    slipCode(boxes, paper, width, 32),
    boxes.text("H2", words.how, heading, width),
    stepRows(boxes, paper, width, 34),
    boxes.text("P", `${words.light} ${words.pause}`, slip, width),
    boxes.text("P", words.personal, bold, width),
    boxes.text("P", `${words.lost} ${words.call}`, slip, width),
  ]);
  const right = stack(5, [
    boxes.text("H2", words.doors, heading, width),
    doorTable(boxes, paper, width),
    boxes.text("P", paper.factsBrief, slip, width),
  ]);
  const [one, other] = [
    fill(height, left, null),
    fill(height, right, tornOff(boxes, paper, area.width / 2, width)),
  ];
  return { left: one, right: other, fits: one.fits && other.fits };
}

/**
 * A page of its own: a cover that can be read when all is folded, the code, how to use it, and the receipt below. Folded
 * back under the cover and in under the code, the two inner parts lie face to face.
 */
export function pageOf(boxes: Boxes, paper: Paper, area: Size) {
  const width = area.width - 2 * pageMargin;
  const panel = (area.height - receiptHeight) / 3;
  const [first, other] = [panel - pageMargin - 14, panel - 28];
  const cover = coverOf(boxes, paper, width, first, [22, 18, 15, 13]);
  const inner = fill(other, codePanel(boxes, paper, width, true), null);
  const how = fill(other, howPanel(boxes, paper, width), null);
  const isOverleaf = !inner.fits;
  return {
    panel,
    cover,
    code: isOverleaf ? fill(other, codePanel(boxes, paper, width, false), null) : inner,
    how,
    receipt: receipt(boxes, paper, width),
    isOverleaf,
  };
}

/** The doors of somebody who has so many times of day that they need pages of their own. */
export function overleafOf(boxes: Boxes, paper: Paper, area: Size): Box[] {
  const { width, height } = inside(area, pageMargin);
  const pages: Box[] = [];
  const head = () => boxes.text("H2", paper.words.doorsOf, heading, width);
  const page = (rows: readonly Box[]) => stack(14, [head(), boxes.group("Table", stack(10, rows))]);
  let rows: Box[] = [];
  for (const group of paper.doors) {
    const next = doorRow(boxes, group, paper, width);
    if (rows.length > 0 && page([...rows, next]).height > height) {
      pages.push(page(rows));
      rows = [];
    }
    rows.push(next);
  }
  return [...pages, page(rows)];
}

/** With the largest name for which all has room. */
function coverOf(
  boxes: Boxes,
  paper: Paper,
  width: number,
  height: number,
  sizes: readonly number[],
): Filled {
  const [size = 13, ...smaller] = sizes;
  const left = width - 124;
  const column = stack(2, [
    boxes.text("P", paper.company, body, left),
    space(4),
    boxes.text("H1", paper.name, nameStyle(size), left),
    paper.number ? boxes.text("P", paper.number, body, left) : null,
    unprintable(boxes, paper, left),
    space(6),
    facts(boxes, paper, left, 120),
  ]);
  const code = { x: width - 104, box: qr(boxes, paper, 104) };
  const cover = fill(
    height,
    row([{ x: 0, box: column }, code]),
    boxes.text("P", paper.words.personal, bold, width),
  );
  return cover.fits || smaller.length === 0 ? cover : coverOf(boxes, paper, width, height, smaller);
}

function codePanel(boxes: Boxes, paper: Paper, width: number, withDoors: boolean): Box {
  const { words } = paper;
  const [left, x] = [196, 220];
  const doors = withDoors
    ? doorTable(boxes, paper, width - x)
    : boxes.text("P", words.overleaf, body, width - x);
  return row([
    {
      x: 0,
      box: stack(8, [
        boxes.text("H2", words.code, heading, left),
        boxes.framed(codeBox(boxes, paper, 40, left - 16), left, 8),
        boxes.text("P", words.oneCode, body, left),
      ]),
    },
    { x, box: stack(8, [boxes.text("H2", words.doors, heading, width - x), doors]) },
  ]);
}

function howPanel(boxes: Boxes, paper: Paper, width: number): Box {
  const { words } = paper;
  return stack(7, [
    boxes.text("H2", words.how, heading, width),
    stepColumns(boxes, paper, width, 50, false),
    boxes.text("P", `${words.light} ${words.pause}`, body, width),
    stack(0, [boxes.text("H2", words.lost, bold, width), boxes.text("P", words.call, body, width)]),
  ]);
}

function slipHead(boxes: Boxes, paper: Paper, width: number, nameSize: number, qrSize: number): Box {
  const left = width - qrSize - 8;
  return row([
    {
      x: 0,
      box: stack(1, [
        boxes.text("P", paper.company, body, left),
        boxes.text("H1", paper.name, nameStyle(nameSize), left),
        paper.number ? boxes.text("P", paper.number, body, left) : null,
        unprintable(boxes, paper, left),
      ]),
    },
    { x: width - qrSize, box: qr(boxes, paper, qrSize) },
  ]);
}

function slipCode(boxes: Boxes, paper: Paper, width: number, size: number): Box {
  const x = size * 4.6;
  return boxes.framed(
    row([
      { x: 0, box: codeBox(boxes, paper, size, x) },
      { x, box: stack(0, [space(2), boxes.text("P", paper.words.oneCode, body, width - x - 12)]) },
    ]),
    width,
    3,
  );
}

function tornOff(boxes: Boxes, paper: Paper, slipWidth: number, width: number): Box {
  const line = boxes.rule(slipWidth, "cut");
  const receiptBox = slipReceipt(boxes, paper, width);
  return {
    height: receiptBox.height + 5,
    draw(x, y, parent) {
      line.draw(x - slipMargin, y, parent);
      receiptBox.draw(x, y + 5, parent);
    },
  };
}
