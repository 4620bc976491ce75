import bidiFactory from "bidi-js";
import PDFDocument from "pdfkit";
import { readMono, readSubset, subsetsFor, type Weight } from "./fonts";

export interface TextStyle {
  readonly size: number;
  readonly leading: number;
  readonly weight: Weight;
  /** For digits and serials only: that font has no other scripts. */
  readonly mono?: boolean;
}

interface Run {
  readonly text: string;
  readonly font: string;
  readonly isRtl: boolean;
  readonly width: number;
}

export interface Line {
  /** In the order in which they stand on paper, from left to right. */
  readonly runs: readonly Run[];
  readonly width: number;
}

export interface SetText {
  readonly lines: readonly Line[];
  readonly style: TextStyle;
  /**
   * The text in the order of reading, where that is not the order on paper. Arabic needs it most: several of its letters
   * share one drawing, so what is drawn does not tell which of them was meant.
   */
  readonly actual: string | null;
}

const mono = "mono";
const bidi = bidiFactory();
const weights = ["400", "700"] as const;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
// Directions and joiners: they steer the text and have no picture of their own.
const invisible = /[\p{Cf}\p{Variation_Selector}]/u;
const everyInvisible = new RegExp(invisible, "gu");
const ideographs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/**
 * Sets lines of text for a PDF: finds a font for each sign, breaks lines and puts what is written from right to left in
 * its place, none of which pdfkit does. A sign that no font has is written in plain letters or as "?", never as a box.
 */
export class Typesetter {
  readonly doc: PDFKit.PDFDocument;
  readonly #fontBySign = new Map<string, string | null>();
  readonly #widths = new Map<string, number>();
  readonly #looked = new Set<string>();
  readonly #registered = new Set<string>();

  constructor(options: PDFKit.PDFDocumentOptions = {}) {
    // Helvetica would be there from the start, in a document that embeds all that it uses. An empty name means none.
    this.doc = new PDFDocument({ ...options, autoFirstPage: false, font: "" });
  }

  /** Opens the fonts for all signs of a text; afterwards it can be set without waiting. */
  async prepare(texts: Iterable<string>): Promise<void> {
    if (!this.#registered.has(mono)) {
      this.#registered.add(mono);
      this.doc.registerFont(mono, await readMono());
    }
    const signs = new Set(["?", " ", ...[...texts].flatMap((text) => [...clean(text), ...plain(text)])]);
    for (const sign of signs) {
      if (this.#looked.has(sign)) continue;
      this.#looked.add(sign);
      await this.#findFonts(sign);
    }
  }

  set(text: string, style: TextStyle, width: number): SetText {
    const written = style.mono ? text : this.#printable(clean(text), style.weight);
    const embedding = bidi.getEmbeddingLevels(written, "auto");
    const lines = this.#break(written, style, width).map(([start, end]) =>
      this.#line(written, embedding, start, end, style),
    );
    const hasRtl = embedding.levels.some((level) => level % 2 === 1);
    return { lines, style, actual: hasRtl ? written.replace(everyInvisible, "") : null };
  }

  draw({ lines, style }: SetText, x: number, y: number): void {
    lines.forEach((line, index) => {
      // Capitals stand in the middle of their line.
      const baseline = y + index * style.leading + (style.leading + 0.72 * style.size) / 2;
      let left = x;
      for (const run of line.runs) {
        const features = run.isRtl ? { features: [] } : {};
        this.doc.font(run.font).fontSize(style.size);
        this.doc.text(run.text, left, baseline, { lineBreak: false, baseline: "alphabetic", ...features });
        left += run.width;
      }
    });
  }

  async #findFonts(sign: string): Promise<void> {
    const codePoint = sign.codePointAt(0) ?? 0;
    const files = invisible.test(sign) ? [] : await subsetsFor(codePoint);
    for (const weight of weights) {
      let found: string | null = null;
      for (const file of files) {
        const name = `${file}-${weight}`;
        if (!this.#registered.has(name)) {
          this.#registered.add(name);
          this.doc.registerFont(name, await readSubset(file, weight));
        }
        if (this.#hasGlyph(name, codePoint)) {
          found = name;
          break;
        }
      }
      this.#fontBySign.set(`${weight}${sign}`, found);
    }
  }

  /** pdfkit keeps the font that it opened to itself. */
  #hasGlyph(name: string, codePoint: number): boolean {
    const { _font } = this.doc.font(name) as unknown as {
      _font: { font: { hasGlyphForCodePoint(codePoint: number): boolean } };
    };
    return _font.font.hasGlyphForCodePoint(codePoint);
  }

  /** Can all of it be written, if need be in plain letters? Otherwise there is a "?" in it. */
  canPrint(text: string): boolean {
    return Array.from(clean(text)).every((sign) => this.#written(sign, "400") !== null);
  }

  #printable(text: string, weight: Weight): string {
    return Array.from(text, (sign) => this.#written(sign, weight) ?? "?").join("");
  }

  #written(sign: string, weight: Weight): string | null {
    const has = (one: string) => this.#fontBySign.get(weight + one) != null;
    if (has(sign) || invisible.test(sign)) return sign;
    const letters = plain(sign);
    return letters !== "" && [...letters].every(has) ? letters : null;
  }

  /** The lines as [start, end) of the text, greedily; a word that is wider than a line is cut where it must be. */
  #break(text: string, style: TextStyle, width: number): [number, number][] {
    const lines: [number, number][] = [];
    let start = 0;
    let end = 0;
    for (const word of wordsOf(text)) {
      const fits = (until: number) => this.#widthOf(text.slice(start, until).trimEnd(), style) <= width;
      if (!fits(word.end) && end > start) {
        lines.push([start, end]);
        start = word.start;
      }
      if (!fits(word.end)) {
        for (const { index, segment } of graphemes.segment(text.slice(word.start, word.end))) {
          const until = word.start + index + segment.length;
          if (fits(until) || word.start + index === start) continue;
          lines.push([start, word.start + index]);
          start = word.start + index;
        }
      }
      end = word.end;
    }
    if (end > start || lines.length === 0) lines.push([start, end]);
    return lines;
  }

  #line(
    text: string,
    embedding: ReturnType<typeof bidi.getEmbeddingLevels>,
    start: number,
    end: number,
    style: TextStyle,
  ): Line {
    const last = start + text.slice(start, end).trimEnd().length - 1;
    if (last < start) return { runs: [], width: 0 };
    const fonts = this.#fontsOf(text, style);
    // It turns round only what is between start and last, but answers with the whole text.
    const order = bidi.getReorderedIndices(text, embedding, start, last).slice(start, last + 1);
    const runs: Run[] = [];
    let pending: number[] = [];
    const flush = () => {
      const [first] = pending;
      if (first !== undefined) {
        const isRtl = (embedding.levels[first] ?? 0) % 2 === 1;
        runs.push(this.#run(text, pending, isRtl, fonts[first] ?? mono, style));
      }
      pending = [];
    };
    for (const index of order) {
      if (fonts[index] == null) continue;
      const previous = pending.at(-1);
      const isRtl = (embedding.levels[index] ?? 0) % 2 === 1;
      const isNext =
        previous !== undefined &&
        fonts[previous] === fonts[index] &&
        embedding.levels[previous] === embedding.levels[index] &&
        index === previous + (isRtl ? -1 : 1);
      if (!isNext) flush();
      pending.push(index);
    }
    flush();
    return { runs, width: runs.reduce((sum, run) => sum + run.width, 0) };
  }

  #run(text: string, indexes: readonly number[], isRtl: boolean, font: string, style: TextStyle): Run {
    // Letters of a right-to-left script are shaped in reading order and turned round by the font's own rules. Signs
    // that lie between them have no such rules: they are turned round here.
    const shapes = isRtl && /arabic|hebrew/.test(font);
    const order = shapes ? indexes.toReversed() : indexes;
    const signs = order.map((index) => {
      const sign = text.charAt(index);
      return isRtl && !shapes ? (bidi.getMirroredCharacter(sign) ?? sign) : sign;
    });
    const run = signs.join("");
    return { text: run, font, isRtl, width: this.#measure(run, font, style.size) };
  }

  #widthOf(text: string, style: TextStyle): number {
    const fonts = this.#fontsOf(text, style);
    let width = 0;
    let from = 0;
    for (let index = 1; index <= text.length; index += 1) {
      if (index < text.length && fonts[index] === fonts[from]) continue;
      const font = fonts[from];
      if (font) width += this.#measure(text.slice(from, index), font, style.size);
      from = index;
    }
    return width;
  }

  /** The font of each UTF-16 unit; null where nothing is drawn. A mark stays with the letter that it belongs to. */
  #fontsOf(text: string, style: TextStyle): (string | null)[] {
    const fonts: (string | null)[] = [];
    for (const sign of text) {
      const own = style.mono ? mono : (this.#fontBySign.get(style.weight + sign) ?? null);
      const before = fonts.at(-1);
      const font = before && own && /\p{M}/u.test(sign) ? before : own;
      for (let unit = 0; unit < sign.length; unit += 1) fonts.push(font);
    }
    return fonts;
  }

  #measure(text: string, font: string, size: number): number {
    const key = `${font} ${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return (known * size) / 100;
    const width = this.doc.font(font).fontSize(100).widthOfString(text);
    this.#widths.set(key, width);
    return (width * size) / 100;
  }
}

/** Composed, on one line, without signs that have no picture at all. */
function clean(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Co}\p{Cs}]/gu, "");
}

/** The same without accents and in plain forms: what can be written where a sign is missing. */
function plain(text: string): string {
  return clean(text.normalize("NFKD").replace(/\p{M}/gu, ""));
}

/** Where a line may end: after a space, between ideographs, and after a hyphen or slash of a long word. */
function wordsOf(text: string): { start: number; end: number }[] {
  const words: { start: number; end: number }[] = [];
  let start = 0;
  for (let index = 1; index <= text.length; index += 1) {
    const before = text.charAt(index - 1);
    const next = text.charAt(index);
    const afterSpace = before === " " && next !== " ";
    const betweenIdeographs = ideographs.test(before) && ideographs.test(next);
    const afterHyphen = /[-/]/.test(before) && /\p{L}/u.test(next) && index - start > 8;
    if (index < text.length && !afterSpace && !betweenIdeographs && !afterHyphen) continue;
    words.push({ start, end: index });
    start = index;
  }
  return words;
}
