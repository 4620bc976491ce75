type Detail = Readonly<Record<string, unknown>>;

/** What an event's detail calls the thing it is about, and of how many it speaks. Details differ by type and age. */
export function eventNames(detail: Detail): { name: string; count: number } {
  const [before, after] = [objectOf(detail.before), objectOf(detail.after)];
  const name = [
    detail.fileName,
    detail.name,
    after.name,
    before.name,
    detail.door,
    ...ruleNames(after, before),
  ].find((value): value is string => typeof value === "string" && value !== "");
  // A person at a door is not the person at all doors.
  const isAtDoor = name !== undefined && name === detail.name && typeof detail.door === "string";
  return {
    name: isAtDoor ? `${name}, ${detail.door}` : (name ?? ""),
    count: typeof detail.count === "number" ? detail.count : 1,
  };
}

/** What is about everybody has no name: the sentences choose a word of their own by this. */
export function whomOf(name: string): "all" | "named" {
  return name === "" ? "all" : "named";
}

/** A rule has no name: whom it is for says which one. */
function ruleNames(...forms: Detail[]): unknown[] {
  return forms.flatMap((form) => [form.subject, form.staff, form.team, form.displayName, form.email]);
}

function objectOf(value: unknown): Detail {
  return typeof value === "object" && value !== null ? (value as Detail) : {};
}
