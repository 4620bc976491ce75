type Detail = Readonly<Record<string, unknown>>;

export interface Difference {
  readonly member: string;
  /** Empty: it was not there. */
  readonly before: string;
  readonly after: string;
}

/** A weekly window as events keep it. */
export interface KeptWindow {
  readonly days: number;
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** How values are told in a reader's language. */
export interface Teller {
  member(name: string): string;
  /** A word of ours that stands as a value; null: it is none. */
  word(member: string, text: string): string | null;
  yesNo(value: boolean): string;
  window(window: KeptWindow): string;
  weekdays(mask: number): string;
  minute(minute: number): string;
  date(localDate: string): string;
  moment(at: Date): string;
  /** What the thing with this id is called; undefined: nobody knows. */
  nameOf(id: string): string | undefined;
}

/** For machines and tests: everything as it was recorded. */
export const asRecorded: Teller = {
  member: (name) => name,
  word: () => null,
  yesNo: String,
  window: ({ days, fromMinute, untilMinute }) =>
    `days: ${days}; fromMinute: ${fromMinute}; untilMinute: ${untilMinute}`,
  weekdays: String,
  minute: String,
  date: (localDate) => localDate,
  moment: (at) => at.toISOString(),
  nameOf: () => undefined,
};

/** What an event's detail says: what changed from what to what, and whatever else it holds, as text. */
export function differencesOf(
  detail: Detail,
  tell: Teller = asRecorded,
): { changed: Difference[]; rest: { member: string; value: string }[] } {
  const { before, after, ...others } = changeIn(detail);
  const [from, to] = [objectOf(before), objectOf(after)];
  const members = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const text = (member: string, value: unknown) => textOf(member, value, tell);
  const rest = Object.entries(others)
    .map(([member, value]) => ({ member: tell.member(member), value: text(member, value) }))
    .filter(({ value }) => value !== "");
  return {
    changed: members
      .map((member) => ({ member, before: text(member, from[member]), after: text(member, to[member]) }))
      .filter((one) => one.before !== one.after)
      .map((one) => ({ ...one, member: tell.member(one.member) })),
    // A door and its id are the same thing to a reader.
    rest: rest.filter((one, index) => rest.findIndex((other) => sameAs(one, other)) === index),
  };
}

const sameAs = (a: { member: string; value: string }, b: { member: string; value: string }) =>
  a.member === b.member && a.value === b.value;

/** Deletions say *before* which moment; that is no change from it to nothing. */
function changeIn(detail: Detail): Detail {
  if ("after" in detail || typeof detail.before !== "string") return detail;
  const { before, ...others } = detail;
  return { older: before, ...others };
}

function objectOf(value: unknown): Detail {
  if (value === null || value === undefined) return {};
  return typeof value === "object" && !Array.isArray(value) ? (value as Detail) : { value };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const localDate = /^\d{4}-\d{2}-\d{2}$/;
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Lists with commas, objects member by member; nothing is left out. */
function textOf(member: string, value: unknown, tell: Teller): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => textOf(member, one, tell)).join(", ");
  if (typeof value === "boolean") return tell.yesNo(value);
  if (typeof value === "number") return numberText(member, value, tell);
  if (typeof value === "string") return stringText(member, value, tell);
  const object = objectOf(value);
  if (isWindow(object)) return tell.window(object);
  const members = Object.entries(object);
  if (members.length === 2 && "id" in object && typeof object.name === "string") return object.name;
  return members
    .map(([inner, part]) => [tell.member(inner), textOf(inner, part, tell)])
    .filter(([, text]) => text !== "")
    .map(([inner, text]) => `${inner}: ${text}`)
    .join("; ");
}

function numberText(member: string, value: number, tell: Teller): string {
  if (member === "days" && Number.isInteger(value) && value >= 0 && value < 128) return tell.weekdays(value);
  return /Minute$/.test(member) && isMinute(value) ? tell.minute(value) : String(value);
}

function stringText(member: string, value: string, tell: Teller): string {
  if (uuid.test(value)) return tell.nameOf(value) ?? value;
  if (localDate.test(value)) return tell.date(value);
  if (moment.test(value)) return tell.moment(new Date(value));
  return tell.word(member, value) ?? value;
}

function isWindow(value: Detail): value is Detail & KeptWindow {
  const { days, fromMinute, untilMinute, ...others } = value;
  return (
    Object.keys(others).length === 0 &&
    typeof days === "number" &&
    days < 128 &&
    isMinute(fromMinute) &&
    isMinute(untilMinute)
  );
}

function isMinute(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 1440;
}
