import { expect, test } from "vitest";
import { readMono, readSubset } from "./fonts";

/** The sum of a table's words, as its entry in the directory tells it. */
function checksumOf(font: Buffer, offset: number, length: number): number {
  let sum = 0;
  for (let at = offset; at < offset + length; at += 4) sum = (sum + font.readUInt32BE(at)) >>> 0;
  return sum;
}

test.each([
  ["the digits", () => readMono()],
  ["a subset of letters", () => readSubset("noto-sans/files/noto-sans-latin", "400")],
])("each table of %s is unpacked whole and stands where the directory says", async (_, read) => {
  const font = await read();
  expect(font.readUInt32BE(0)).toBe(0x00010000);
  const tags: string[] = [];
  let end = 12 + 16 * font.readUInt16BE(4);
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const at = 12 + 16 * index;
    const [checksum, offset, length] = [4, 8, 12].map((field) => font.readUInt32BE(at + field));
    if (checksum === undefined || offset === undefined || length === undefined) throw new Error("no entry");
    const tag = font.toString("latin1", at, at + 4);
    tags.push(tag);
    expect(offset).toBe(end);
    end = offset + Math.ceil(length / 4) * 4;
    // The head's own sum leaves out a field of it.
    const adjustment = tag === "head" ? font.readUInt32BE(offset + 8) : 0;
    expect((checksumOf(font, offset, length) - adjustment) >>> 0, tag).toBe(checksum);
  }
  expect(font.length).toBe(end);
  expect(tags).toEqual(expect.arrayContaining(["cmap", "glyf", "head", "hmtx", "loca"]));
});
