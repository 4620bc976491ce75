/** What does not look like an id cannot match, and would be an error to the database. */
export function uuidsOf<T extends string>(asked: readonly string[] | undefined): T[] {
  return (asked ?? []).filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) as T[];
}
