import { inflateSync } from "node:zlib";

/** The header of a WOFF file, and one of its entries: tag, offset, packed and plain length, checksum. */
const header = 44;
const entry = 20;

/**
 * A font of the web with its tables unpacked, as a font of a system. pdfkit reads both, but of a packed one it unpacks the
 * table of all outlines again, in JavaScript, for every glyph that it writes.
 */
export function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => {
    const at = header + index * entry;
    const offset = woff.readUInt32BE(at + 4);
    const data = woff.subarray(offset, offset + woff.readUInt32BE(at + 8));
    const length = woff.readUInt32BE(at + 12);
    return {
      tag: woff.subarray(at, at + 4),
      checksum: woff.subarray(at + 16, at + 20),
      data: data.length < length ? inflateSync(data) : data,
    };
  });
  const parts = [directoryHeader(woff.subarray(4, 8), count)];
  let offset = 12 + 16 * count;
  for (const { tag, checksum, data } of tables) {
    const place = Buffer.alloc(8);
    place.writeUInt32BE(offset, 0);
    place.writeUInt32BE(data.length, 4);
    parts.push(tag, checksum, place);
    offset += padded(data.length);
  }
  for (const { data } of tables) parts.push(data, Buffer.alloc(padded(data.length) - data.length));
  return Buffer.concat(parts);
}

/** Tables begin at multiples of four. */
function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** The flavor, how many tables, and three numbers that once helped to find one among them. */
function directoryHeader(flavor: Buffer, count: number): Buffer {
  const power = Math.floor(Math.log2(count));
  const numbers = Buffer.alloc(8);
  numbers.writeUInt16BE(count, 0);
  numbers.writeUInt16BE(16 * 2 ** power, 2);
  numbers.writeUInt16BE(power, 4);
  numbers.writeUInt16BE(16 * count - 16 * 2 ** power, 6);
  return Buffer.concat([flavor, numbers]);
}
