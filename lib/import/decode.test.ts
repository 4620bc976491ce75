import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Decoded, decodeFile, MAX_FILE_BYTES } from "./decode";

const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...parts: (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...utf8(part)] : [...part])));
const utf16 = (text: string) =>
  [...text].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]);
const problemOf = (decoded: Decoded) => (decoded.ok ? null : decoded.problem);

describe("encodings", () => {
  test.each([
    ["UTF-8", bytes("Türen;Name\n"), "utf-8", false],
    ["UTF-8 with a byte order mark", bytes([0xef, 0xbb, 0xbf], "Türen;Name\n"), "utf-8", false],
    ["UTF-16LE with a byte order mark", bytes([0xff, 0xfe], utf16("Türen;Name\n")), "utf-16le", false],
    ["Windows-1252, as a guess", bytes("T", [0xfc], "ren;Name\n"), "windows-1252", true],
  ])("%s is read without its mark", (_, file, encoding, guessed) => {
    expect(decodeFile(file)).toEqual({ ok: true, text: "Türen;Name\n", encoding, guessed });
  });

  test("Windows-1252 has a euro sign and curly quotes", () => {
    expect(decodeFile(bytes("a;", [0x80, 0x93, 0x96]))).toMatchObject({ ok: true, text: "a;€“–" });
  });

  test("a person may overrule the guess", () => {
    expect(decodeFile(bytes("Tür"), { encoding: "windows-1252" })).toMatchObject({
      text: "TÃ¼r",
      guessed: false,
    });
    const refused = decodeFile(bytes("a\nT", [0xfc], "r"), { encoding: "utf-8" });
    expect(problemOf(refused)).toEqual({ code: "bad_byte", line: 2, params: { byte: "FC" } });
  });
});

describe("what cannot be read is refused with its line", () => {
  test("a broken byte among UTF-8 umlauts is not taken for Windows-1252", () => {
    const file = bytes("Name;Tür\nJürgen;Büro\nM", [0xfc], "ller;Büro\n");
    expect(problemOf(decodeFile(file))).toEqual({ code: "bad_byte", line: 3, params: { byte: "FC" } });
  });

  test.each([
    ["a byte that Windows-1252 does not define", bytes("a;b\r\nM", [0xfc, 0x81]), "bad_byte", 2],
    ["a broken byte after a UTF-8 mark", bytes([0xef, 0xbb, 0xbf], "a\rb\r", [0xe4]), "bad_byte", 3],
    ["half a UTF-16 character", bytes([0xff, 0xfe], utf16("a\n"), [0x41]), "bad_byte", 2],
    ["a NUL byte", bytes("a;b\n1;2\n", [0], "x"), "binary_file", 3],
    ["a control character", bytes("a;b\n1;\u0001"), "control_character", 2],
    ["a character that another program has lost", bytes("a\nM\ufffdller"), "lost_character", 2],
    ["UTF-16 the other way round", bytes([0xfe, 0xff], [0, 65]), "unsupported_encoding", null],
  ])("%s", (_, file, code, line) => {
    expect(problemOf(decodeFile(file))).toMatchObject({ code, line });
  });

  test.each([
    ["nothing", bytes(), "empty_file"],
    ["blanks", bytes(" \r\n\t\n"), "empty_file"],
    ["a workbook", bytes("PK", [3, 4, 20, 0], "[Content_Types].xml"), "looks_like_excel"],
    ["an old workbook", bytes([0xd0, 0xcf, 0x11, 0xe0, 1]), "looks_like_excel"],
    ["another archive", bytes("PK", [3, 4, 20, 0], "photo.jpg"), "looks_like_zip"],
    ["a PDF", bytes("%PDF-1.7"), "looks_like_pdf"],
    ["a picture", bytes([0x89], "PNG"), "looks_like_image"],
    ["a web page", bytes("<!DOCTYPE html><table>"), "looks_like_html"],
  ])("%s is called by its name", (_, file, code) => {
    expect(problemOf(decodeFile(file))?.code).toBe(code);
  });

  test("50 MB are refused by their size", () => {
    const problem = problemOf(decodeFile(new Uint8Array(50 * 1024 * 1024)));
    expect(problem).toEqual({ code: "file_too_large", line: null, params: { limitMb: 10, foundMb: 50 } });
    expect(problemOf(decodeFile(new Uint8Array(MAX_FILE_BYTES).fill(65)))).toBeNull();
  });
});

test("decoding never throws, and never replaces a character", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (file) => {
      const decoded = decodeFile(file);
      if (decoded.ok) expect(decoded.text).not.toContain("\ufffd");
      else expect(decoded.problem.code).toMatch(/^[a-z_]+$/);
    }),
    { numRuns: 1000 },
  );
});

test("any UTF-8 text comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
      const decoded = decodeFile(utf8(`x${text}`));
      if (decoded.ok) expect(decoded.text).toBe(`x${text}`);
      else expect(decoded.problem.code).not.toBe("bad_byte");
    }),
  );
});
