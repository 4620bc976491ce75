/** What a database can keep of a text from outside: PostgreSQL takes neither the zero character nor half a pair. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

/** The same for every text inside of an object that came as JSON. */
export function storableJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_name, member: unknown) =>
    typeof member === "string" ? storable(member) : member,
  ) as T;
}
