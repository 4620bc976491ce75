const sep = String.raw`[\s.\u2010-\u2013-]`;
const code = `(?:[1-9]{6}|[1-9]{3}${sep}[1-9]{3}|[1-9]{2}${sep}[1-9]{2}${sep}[1-9]{2})`;
const between = String.raw`(?:[\s./\u2010-\u2013-]|\s\(|\)\s?)`;
// As much as belongs together: the middle of a telephone number looks like a code, the whole does not.
const numbers = new RegExp(String.raw`(?:\(\+?\d{1,5}\)\s?|\+)?\d+(?:${between}\d+)*`, "g");
const onlyCodes = new RegExp(`^${code}(?:${between}${code})*$`);
const codes = new RegExp(code, "g");

/**
 * A text as it may be recorded: what could be a keypad code in it is blotted out, since the audit trail keeps what it is
 * given for ten years. Telephone numbers, longer numbers and dates stay.
 */
export function withoutCodes(text: string): string {
  return text.replace(numbers, (run) =>
    onlyCodes.test(run) ? run.replace(codes, (found) => (isDate(found) ? found : blotted(found))) : run,
  );
}

/** As long as before: what fitted into its field still does. */
function blotted(found: string): string {
  return found.replace(/\d/g, "*");
}

/** The end of a year is written without a zero: 27.11.26. */
function isDate(found: string): boolean {
  const [, day, month] = /^(\d\d)\.(\d\d)\.\d\d$/.exec(found) ?? [];
  return Number(day) <= 31 && Number(month) <= 12;
}
