import type { FileProblem, FileProblemCode } from "./problem";

export type FileEncoding = "utf-8" | "utf-16le" | "windows-1252";

export const MAX_FILE_BYTES = 10 * 1024 * 1024;

export type Decoded =
  | { readonly ok: true; readonly text: string; readonly encoding: FileEncoding; readonly guessed: boolean }
  | { readonly ok: false; readonly problem: FileProblem };

const SIGNATURES: readonly (readonly [FileProblemCode, readonly number[]])[] = [
  ["looks_like_excel", [0xd0, 0xcf, 0x11, 0xe0]],
  ["looks_like_pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["looks_like_image", [0x89, 0x50, 0x4e, 0x47]],
  ["looks_like_image", [0xff, 0xd8, 0xff]],
  ["looks_like_image", [0x47, 0x49, 0x46, 0x38]],
  ["looks_like_zip", [0x1f, 0x8b]],
];

// The bytes that Windows-1252 leaves undefined; TextDecoder turns them into these invisible control characters.
const UNDEFINED_IN_1252 = /[\u0081\u008d\u008f\u0090\u009d]/;

/**
 * Bytes to text, without ever replacing what it cannot read: UTF-8, UTF-16LE with a byte order mark, else Windows-1252.
 * A Windows-1252 result is a guess that the person is shown, and may overrule with `encoding`.
 */
export function decodeFile(bytes: Uint8Array, options: { encoding?: FileEncoding } = {}): Decoded {
  if (bytes.length === 0) return refuse("empty_file");
  if (bytes.length > MAX_FILE_BYTES) {
    return refuse("file_too_large", null, { limitMb: 10, foundMb: Math.ceil(bytes.length / 1024 / 1024) });
  }
  const kind = signatureOf(bytes);
  if (kind) return refuse(kind);
  if (startsWith(bytes, [0xfe, 0xff])) return refuse("unsupported_encoding", null, { encoding: "UTF-16BE" });
  if (startsWith(bytes, [0xff, 0xfe])) return decodeUtf16(bytes.subarray(2));
  const nul = bytes.indexOf(0);
  if (nul >= 0) return refuse("binary_file", lineOf(bytes, nul));

  const marked = startsWith(bytes, [0xef, 0xbb, 0xbf]);
  const body = marked ? bytes.subarray(3) : bytes;
  if (marked || options.encoding === "utf-8") return decodeUtf8(body);
  if (options.encoding === "windows-1252") return decode1252(body, false);
  const scan = isUtf8(body) ? null : scanUtf8(body);
  // Well-formed sequences hardly ever occur by chance in Windows-1252: a file that has more of them than of broken
  // bytes is damaged UTF-8, and reading it as anything else would turn every umlaut into two strange letters.
  if (!scan || scan.multibyte > scan.invalid) return decodeUtf8(body);
  return decode1252(body, true);
}

function decodeUtf8(body: Uint8Array): Decoded {
  if (!isUtf8(body)) {
    const { firstInvalid } = scanUtf8(body);
    return refuse("bad_byte", lineOf(body, firstInvalid), { byte: hex(body[firstInvalid] ?? 0) });
  }
  return checked(new TextDecoder("utf-8", { ignoreBOM: true }).decode(body), "utf-8", false);
}

function decodeUtf16(body: Uint8Array): Decoded {
  const text = new TextDecoder("utf-16le", { ignoreBOM: true }).decode(body.subarray(0, body.length & ~1));
  // An odd last byte is half a character: the file was cut off.
  const last = body.length % 2 ? body[body.length - 1] : undefined;
  if (last !== undefined) return refuse("bad_byte", lineIn(text, text.length), { byte: hex(last) });
  return checked(text, "utf-16le", false);
}

function decode1252(body: Uint8Array, guessed: boolean): Decoded {
  const text = new TextDecoder("windows-1252").decode(body);
  const at = text.search(UNDEFINED_IN_1252);
  if (at >= 0) return refuse("bad_byte", lineIn(text, at), { byte: hex(text.charCodeAt(at)) });
  return checked(text, "windows-1252", guessed);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const UNWANTED = /[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/;

function checked(text: string, encoding: FileEncoding, guessed: boolean): Decoded {
  const at = text.search(UNWANTED);
  if (at >= 0) {
    const found = text.charCodeAt(at);
    const code = found === 0xfffd ? "lost_character" : found === 0 ? "binary_file" : "control_character";
    return refuse(code, lineIn(text, at));
  }
  if (text.trim() === "") return refuse("empty_file");
  if (/^\s*<(!doctype|html|\?xml|table)/i.test(text.slice(0, 200))) return refuse("looks_like_html", 1);
  return { ok: true, text, encoding, guessed };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** How much of this is well-formed UTF-8 beyond ASCII, and where it first is not. */
function scanUtf8(bytes: Uint8Array): { multibyte: number; invalid: number; firstInvalid: number } {
  let multibyte = 0;
  let invalid = 0;
  let firstInvalid = -1;
  for (let at = 0; at < bytes.length; ) {
    if ((bytes[at] ?? 0) < 0x80) {
      at++;
      continue;
    }
    const length = sequenceLength(bytes, at);
    if (length > 1) multibyte++;
    if (length === 0) {
      if (firstInvalid < 0) firstInvalid = at;
      invalid++;
    }
    at += length || 1;
  }
  return { multibyte, invalid, firstInvalid };
}

/** Bytes in the character beyond ASCII that begins here, 0 if none does (overlong forms and surrogates are none). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >> 4 === 0xe ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return length;
}

function signatureOf(bytes: Uint8Array): FileProblemCode | null {
  for (const [code, signature] of SIGNATURES) if (startsWith(bytes, signature)) return code;
  if (!startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return null;
  const names = new TextDecoder("windows-1252").decode(bytes.subarray(0, 4000));
  return /xl\/|\[Content_Types\]|spreadsheet/.test(names) ? "looks_like_excel" : "looks_like_zip";
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte);
}

function lineOf(bytes: Uint8Array, end: number): number {
  return lineIn(new TextDecoder("latin1").decode(bytes.subarray(0, end)), end);
}

function lineIn(text: string, end: number): number {
  return (text.slice(0, end).match(/\r\n|\r|\n/g)?.length ?? 0) + 1;
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

function refuse(
  code: FileProblemCode,
  line: number | null = null,
  params: FileProblem["params"] = {},
): Decoded {
  return { ok: false, problem: { code, line, params } };
}
