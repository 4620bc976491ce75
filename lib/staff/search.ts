import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { staff } from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";

// The very expression of the index staff_search, or it would not be used.
const searchText = sql`(lower(${staff.displayName} || ' ' || coalesce(${staff.email}, '') || ' ' || coalesce(${staff.externalId}, '') || ' ' || ${staff.department}))`;

/** People in whose name, e-mail, number or department (or in this other small text) each of the words stands. */
export function matching(q: string, text: SQL = searchText): SQL | undefined {
  return likeWords(text, q);
}
