import { weekdayName } from "@/lib/time/format";
import { type Box, type Boxes, row, space, stack } from "./boxes";
import type { Paper, PaperDoors } from "./paper";
import { stepDrawings, stripCell, stripDayX, stripPicture } from "./pictures";
import { qrOf } from "./qr";
import type { TextStyle } from "./typesetter";

const leading = 14;
export const body: TextStyle = { size: 12, leading, weight: "400" };
export const bold: TextStyle = { size: 12, leading, weight: "700" };
/** On slips, where room is dear. */
export const slip: TextStyle = { ...body, leading: 13.5 };
export const heading: TextStyle = { size: 13, leading: 17, weight: "700" };
export const serialStyle: TextStyle = { size: 13, leading: 16, weight: "700", mono: true };

export function codeStyle(size: number): TextStyle {
  return { size, leading: size * 1.1, weight: "700", mono: true };
}

export function nameStyle(size: number): TextStyle {
  return { size, leading: size * 1.25, weight: "700" };
}

export const stripWidth = stripDayX(6) + stripCell;

/** The week as a strip: the letters of the days, and below each its hours. The words beside it say the same. */
export function strip(boxes: Boxes, { window, week }: PaperDoors, language: "en" | "de"): Box {
  const picture = stripPicture(window);
  const letters = [0, 1, 2, 3, 4, 5, 6].map((day) => ({
    x: stripDayX(day) + (day === 3 || day === 0 ? 1.5 : 3),
    box: boxes.text("Span", weekdayName(day, language, "narrow"), { ...body, leading: 13 }, stripCell * 2),
  }));
  return stack(1.5, [row(letters), boxes.figure(picture, picture.height, week)]);
}

/** The doors with their times: strip to the left, words to the right. */
export function doorTable(boxes: Boxes, paper: Paper, width: number): Box {
  const rows = paper.doors.map((group) => doorRow(boxes, group, paper, width));
  return boxes.group("Table", stack(6, rows));
}

/** Names stand beside their strip, or below it where they need fewer lines that way. */
export function doorRow(boxes: Boxes, group: PaperDoors, paper: Paper, width: number): Box {
  const x = stripWidth + 10;
  const week = boxes.group("TD", strip(boxes, group, paper.language));
  const words = [group.week, ...group.notes].map((note) => boxes.text("P", note, bold, width - x));
  const times = boxes.group("TD", stack(0, words));
  const names = (room: number) => boxes.text("TH", group.names.join(" · "), body, room);
  const beside = row([
    { x: 0, box: week },
    { x, box: stack(0, [times, names(width - x)]) },
  ]);
  const head = row([
    { x: 0, box: week },
    { x, box: times },
  ]);
  const below = stack(2, [head, names(width)]);
  return boxes.group("TR", below.height < beside.height ? below : beside);
}

export function codeBox(boxes: Boxes, paper: Paper, size: number, width: number): Box {
  return boxes.text("P", paper.code, codeStyle(size), width);
}

/** Three steps, each a picture with its words: below it in columns, or beside it. */
export function stepColumns(
  boxes: Boxes,
  paper: Paper,
  width: number,
  height: number,
  isBrief: boolean,
): Box {
  const gap = isBrief ? 6 : 12;
  const column = (width - 2 * gap) / 3;
  const columns = paper.steps.map(({ picture, alt, text, brief }, index) => ({
    x: index * (column + gap),
    box: stack(2, [
      boxes.figure(stepDrawings[picture], height, alt),
      boxes.text("P", `${index + 1}. ${isBrief ? brief : text}`, body, column),
    ]),
  }));
  return row(columns);
}

export function stepRows(boxes: Boxes, paper: Paper, width: number, height: number): Box {
  const rows = paper.steps.map(({ picture, alt, text }, index) => {
    const words = boxes.text("P", `${index + 1}. ${text}`, body, width - height - 8);
    return row([
      { x: 0, box: boxes.figure(stepDrawings[picture], height, alt) },
      { x: height + 8, box: stack(0, [space(Math.max(0, (height - words.height) / 2)), words]) },
    ]);
  });
  return stack(4, rows);
}

export function qr(boxes: Boxes, paper: Paper, size: number): Box {
  return boxes.figure(qrOf(paper.serial), size, paper.words.qr);
}

/** Term and value: when and by whom it was issued, and until when it is to be collected. */
export function facts(boxes: Boxes, paper: Paper, width: number, valueX: number): Box {
  const serial = { term: paper.words.serial, value: paper.serial, style: serialStyle };
  const rows = [serial, ...paper.facts.map((fact) => ({ ...fact, style: bold }))];
  return boxes.group(
    "Table",
    stack(
      1,
      rows.map(({ term, value, style }) =>
        boxes.group(
          "TR",
          row([
            { x: 0, box: boxes.text("TH", term, { ...body, leading: style.leading }, valueX - 6) },
            { x: valueX, box: boxes.text("TD", value, style, width - valueX) },
          ]),
        ),
      ),
    ),
  );
}

/** Says what a "?" means, where one had to stand for a sign. */
export function unprintable(boxes: Boxes, paper: Paper, width: number): Box | null {
  const own = [paper.company, paper.name, paper.number ?? "", paper.words.call, paper.factsBrief];
  const all = [...own, ...paper.doors.flatMap(({ names }) => names)];
  return all.every(boxes.canPrint) ? null : boxes.text("P", paper.words.unprintable, body, width);
}

/** To be torn off and kept by whoever handed the sheet out. Without the code. */
export function receipt(boxes: Boxes, paper: Paper, width: number): Box {
  const { words } = paper;
  const title = boxes.text("H2", words.receipt, bold, width - 100);
  return boxes.group(
    "Sect",
    stack(2, [
      row([
        { x: 0, box: title },
        { x: width - 88, box: serialBox(boxes, paper) },
      ]),
      boxes.text("P", paper.name, body, width),
      boxes.text("P", words.received, body, width),
      space(18),
      signature(boxes, paper, width, width * 0.3),
    ]),
  );
}

export function slipReceipt(boxes: Boxes, paper: Paper, width: number): Box {
  const title = boxes.text("P", `${paper.words.receipt}: ${paper.name}`, slip, width - 94);
  return boxes.group(
    "Sect",
    stack(14, [
      row([
        { x: 0, box: title },
        { x: width - 86, box: serialBox(boxes, paper) },
      ]),
      signature(boxes, paper, width, width * 0.36),
    ]),
  );
}

function serialBox(boxes: Boxes, paper: Paper): Box {
  return boxes.text("P", paper.serial, { ...serialStyle, size: 12, leading }, 100);
}

function signature(boxes: Boxes, { words }: Paper, width: number, date: number): Box {
  return row([
    { x: 0, box: writingLine(boxes, words.date, date) },
    { x: date + 12, box: writingLine(boxes, words.signature, width - date - 12) },
  ]);
}

function writingLine(boxes: Boxes, label: string, width: number): Box {
  return stack(0, [boxes.rule(width, "solid"), boxes.text("P", label, body, width)]);
}
