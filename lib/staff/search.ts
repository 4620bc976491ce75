import "server-only";
import { and, or, type SQL, sql } from "drizzle-orm";
import { staff } from "@/lib/db/schema";

// The very expression of the index staff_search, or it would not be used.
const searchText = sql`(lower(${staff.displayName} || ' ' || coalesce(${staff.email}, '') || ' ' || coalesce(${staff.externalId}, '') || ' ' || ${staff.department}))`;

const mostWords = 8;

/** People in whose name, e-mail, number or department (or in this other small text) each of the words stands. */
export function matching(q: string, text: SQL = searchText): SQL | undefined {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, mostWords);
  return and(
    ...words.map((word) => or(...spellings(word).map((spelling) => sql`${text} like ${`%${spelling}%`}`))),
  );
}

/**
 * The embedded database lowers A to Z only: "ÖZTÜRK" is in the index as "ÖztÜrk". So other letters are looked for small,
 * with a capital in front, and all as capitals.
 */
function spellings(word: string): string[] {
  const capitals = (text: string) => text.replace(/\P{ASCII}/gu, (letter) => letter.toUpperCase());
  const [first = ""] = word;
  const all = [word, capitals(first) + word.slice(first.length), capitals(word)];
  return [...new Set(all)].map(literal);
}

/** Text that `like` takes as it stands. */
export function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
