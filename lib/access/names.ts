import type { AccessKind } from "./types";

/** Nuki refuses longer names with 422; counted in bytes to be safe (field-notes A12). */
const MAX_BYTES: Record<AccessKind, number> = { app: 32, keypad: 20 };

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const encoder = new TextEncoder();

/** Zero-width and direction marks that spreadsheets leave behind; joiners stay, since they hold characters together. */
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

/**
 * The name that an authorization carries on Nuki: composed characters, single spaces, cut at a character. It only helps
 * people who look into Nuki's app; it never identifies anything (domain.md, rule 4), so equal names do no harm.
 */
export function authorizationName(name: string, kind: AccessKind): string {
  const visible = name.toWellFormed().replace(INVISIBLE, "");
  const tidy = visible
    .normalize("NFC")
    .replace(/[\p{White_Space}\p{Cc}]+/gu, " ")
    .trim();
  let room = MAX_BYTES[kind];
  if (byteLength(tidy) <= room) return tidy || "?";
  let result = "";
  for (const { segment } of graphemes.segment(tidy)) {
    room -= byteLength(segment);
    if (room < 0) break;
    result += segment;
  }
  return result.trim() || "?";
}

function byteLength(text: string): number {
  return encoder.encode(text).length;
}
