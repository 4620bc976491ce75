/** Typed as it stands on a slip, `583 946`. What a code may be made of is for the server. */
export function isSixDigits(text: string): boolean {
  return /^\d{6}$/.test(text.replace(/[\s-]/g, ""));
}
