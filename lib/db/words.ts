import { and, or, type SQL, sql } from "drizzle-orm";

const mostWords = 8;

/** Each word of a search must stand in the text, which is lower case already. */
export function likeWords(text: SQL, q: string): SQL | undefined {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, mostWords);
  return and(
    ...words.map((word) => or(...spellings(word).map((spelling) => sql`${text} like ${`%${spelling}%`}`))),
  );
}

/**
 * The embedded database lowers A to Z only: "ÖZTÜRK" becomes "ÖztÜrk". So other letters are looked for small, with a
 * capital in front, and all as capitals.
 */
function spellings(word: string): string[] {
  const capitals = (text: string) => text.replace(/\P{ASCII}/gu, (letter) => letter.toUpperCase());
  const [first = ""] = word;
  const all = [word, capitals(first) + word.slice(first.length), capitals(word)];
  return [...new Set(all)].map(literal);
}

/** Text that `like` takes as it stands. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
