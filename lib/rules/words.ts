import { and, type SQL, sql } from "drizzle-orm";

/** Each word of a search must occur in the text, which is lower case already. */
export function likeWords(text: SQL, q: string): SQL | undefined {
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, 8);
  return and(...words.map((word) => sql`${text} like ${`%${word.replace(/[\\%_]/g, "\\$&")}%`}`));
}

/** What does not look like an id cannot match, and would be an error to the database. */
export function uuidsOf<T extends string>(asked: readonly string[] | undefined): T[] {
  return (asked ?? []).filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) as T[];
}
