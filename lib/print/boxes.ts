import type { Picture } from "./pictures";
import type { TextStyle, Typesetter } from "./typesetter";

type Element = PDFKit.PDFStructureElement;

/** Something of a known size that can be put on a page, with its place in the structure that screen readers follow. */
export interface Box {
  readonly height: number;
  draw(x: number, y: number, parent: Element): void;
}

/** Dots are folded, dashes are cut. */
type LineStyle = "solid" | "fold" | "cut";

/** A column of boxes. */
export function stack(gap: number, boxes: readonly (Box | null)[]): Box {
  const present = boxes.filter((box) => box !== null);
  const height = present.reduce((sum, box) => sum + box.height, 0) + gap * Math.max(0, present.length - 1);
  return {
    height,
    draw(x, y, parent) {
      let top = y;
      for (const box of present) {
        box.draw(x, top, parent);
        top += box.height + gap;
      }
    },
  };
}

/** Boxes beside each other, their tops in line. */
export function row(columns: readonly { readonly x: number; readonly box: Box }[]): Box {
  return {
    height: Math.max(0, ...columns.map(({ box }) => box.height)),
    draw(x, y, parent) {
      for (const column of columns) column.box.draw(x + column.x, y, parent);
    },
  };
}

export function space(height: number): Box {
  return { height, draw: () => undefined };
}

/** The boxes of one document: text and pictures in the structure, lines as artifacts outside of it. */
export function boxesFor(setter: Typesetter) {
  const { doc } = setter;

  /** One piece of text: a heading, a paragraph, a cell. */
  function text(tag: string, words: string, style: TextStyle, width: number): Box {
    const set = setter.set(words, style, width);
    return {
      height: set.lines.length * style.leading,
      draw(x, y, parent) {
        const options = set.actual === null ? {} : { actual: set.actual };
        parent.add(doc.struct(tag, options, () => setter.draw(set, x, y)));
      },
    };
  }

  function group(tag: string, box: Box): Box {
    return {
      height: box.height,
      draw(x, y, parent) {
        const element = doc.struct(tag);
        parent.add(element);
        box.draw(x, y, element);
        element.end();
      },
    };
  }

  function paths({ lines, areas, lineWidth }: Picture, x: number, y: number, scale: number) {
    doc.save().translate(x, y).scale(scale).lineWidth(lineWidth).lineJoin("round").lineCap("round");
    if (areas) doc.path(areas).fill("#000000");
    if (lines) doc.path(lines).stroke("#000000");
    doc.restore();
  }

  function figure(picture: Picture, height: number, alt: string): Box {
    const draw = (x: number, y: number, parent: Element) => {
      const bbox = [x, y, x + (picture.width * height) / picture.height, y + height];
      const options = { alt, bbox, placement: "Block" };
      parent.add(doc.struct("Figure", options, () => paths(picture, x, y, height / picture.height)));
    };
    return { height, draw };
  }

  /** What has no meaning of its own: lines to fold, to cut and to write on, boxes around things. */
  function artifact(height: number, drawIt: (x: number, y: number) => void): Box {
    return {
      height,
      draw(x, y) {
        doc.markContent("Artifact", { type: "Layout" });
        doc.save();
        drawIt(x, y);
        doc.restore().endMarkedContent();
      },
    };
  }

  const rule = (width: number, style: LineStyle) => artifact(1, line(width, 0, style));
  const upright = (height: number, style: LineStyle) => artifact(height, line(0, height, style));

  function line(width: number, height: number, style: LineStyle) {
    return (x: number, y: number) => {
      doc.lineWidth(style === "cut" ? 1 : 0.7);
      if (style === "fold") doc.dash(1.5, { space: 4 });
      if (style === "cut") doc.dash(7, { space: 4 });
      doc
        .moveTo(x, y)
        .lineTo(x + width, y + height)
        .stroke("#000000");
    };
  }

  function framed(box: Box, width: number, padding: number): Box {
    const height = box.height + 2 * padding;
    const frame = artifact(height, (x, y) =>
      doc.lineWidth(1.2).roundedRect(x, y, width, height, 4).stroke("#000000"),
    );
    return {
      height,
      draw(x, y, parent) {
        frame.draw(x, y, parent);
        box.draw(x + padding, y + padding, parent);
      },
    };
  }

  const canPrint = (words: string) => setter.canPrint(words);
  return { text, group, figure, artifact, rule, upright, framed, canPrint };
}

export type Boxes = ReturnType<typeof boxesFor>;
