type Detail = Readonly<Record<string, unknown>>;

export interface Difference {
  readonly member: string;
  /** Empty: it was not there. */
  readonly before: string;
  readonly after: string;
}

/** What an event's detail says: what changed from what to what, and whatever else it holds, as text. */
export function differencesOf(detail: Detail): {
  changed: Difference[];
  rest: { member: string; value: string }[];
} {
  const { before, after, ...others } = detail;
  const [from, to] = [objectOf(before), objectOf(after)];
  const members = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return {
    changed: members
      .map((member) => ({ member, before: textOf(from[member]), after: textOf(to[member]) }))
      .filter((one) => one.before !== one.after),
    rest: Object.entries(others)
      .map(([member, value]) => ({ member, value: textOf(value) }))
      .filter(({ value }) => value !== ""),
  };
}

function objectOf(value: unknown): Detail {
  if (value === null || value === undefined) return {};
  return typeof value === "object" && !Array.isArray(value) ? (value as Detail) : { value };
}

/** Lists with commas, objects member by member; nothing is left out. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([member, inner]) => `${member}: ${textOf(inner)}`)
    .join("; ");
}
