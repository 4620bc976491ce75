import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { unpackWoff } from "./woff";

export type Weight = "400" | "700";
/** One font file: a subset of a family. Its name is how pdfkit knows it. */
export type FontName = string;

interface Family {
  readonly folder: string;
  /** Which subsets of it we use; the Chinese one is cut into a hundred numbered pieces. */
  readonly uses: (subset: string) => boolean;
}

const folderOfFonts = join(/*turbopackIgnore: true*/ process.cwd(), "node_modules/@fontsource");

// In the order in which they are asked for a sign: what Noto Sans has is never taken from another family.
const families: readonly Family[] = [
  { folder: "noto-sans", uses: () => true },
  { folder: "noto-sans-hebrew", uses: (subset) => subset === "hebrew" },
  { folder: "noto-sans-arabic", uses: (subset) => subset === "arabic" },
  { folder: "noto-sans-sc", uses: (subset) => subset.startsWith("[") },
];

interface Subset {
  readonly file: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

let known: Promise<readonly Subset[]> | undefined;

/** The subsets that may have a sign, likely ones first: a range is a promise that a file does not always keep. */
export async function subsetsFor(codePoint: number): Promise<readonly string[]> {
  known ??= Promise.all(families.map(subsetsOf)).then((lists) => lists.flat());
  return (await known)
    .filter(({ ranges }) => ranges.some(([from, to]) => from <= codePoint && codePoint <= to))
    .map(({ file }) => file);
}

const opened = new Map<string, Promise<Buffer>>();

export function readSubset(file: string, weight: Weight): Promise<Buffer> {
  return read(`${file}-${weight}-normal.woff`);
}

/** For the code and the serial: digits that nobody mistakes for each other. */
export function readMono(): Promise<Buffer> {
  return read("atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-700-normal.woff");
}

function read(path: string): Promise<Buffer> {
  const file =
    opened.get(path) ?? readFile(join(/*turbopackIgnore: true*/ folderOfFonts, path)).then(unpackWoff);
  opened.set(path, file);
  file.catch(() => opened.delete(path));
  return file;
}

async function subsetsOf({ folder, uses }: Family): Promise<Subset[]> {
  const text = await readFile(join(/*turbopackIgnore: true*/ folderOfFonts, folder, "unicode.json"), "utf8");
  const ranges: Record<string, string> = JSON.parse(text);
  return Object.entries(ranges)
    .filter(([subset]) => uses(subset))
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([subset, list]) => ({
      file: `${folder}/files/${folder}-${subset.replace(/[[\]]/g, "")}`,
      ranges: list.split(",").map(rangeOf),
    }));
}

/** Latin first: its signs are in the ranges of other subsets too, and a line in one file keeps its kerning. */
function rank(subset: string): number {
  const index = ["latin", "latin-ext", "vietnamese"].indexOf(subset);
  return index === -1 ? 3 : index;
}

/** "U+4e00-4e10" or "U+4e00". */
function rangeOf(text: string): readonly [number, number] {
  const [from = "0", to] = text.trim().slice(2).split("-");
  return [Number.parseInt(from, 16), Number.parseInt(to ?? from, 16)];
}
