import "server-only";
import { and, type SQL, sql } from "drizzle-orm";
import { staff } from "@/lib/db/schema";

// The very expression of the index staff_search, or it would not be used.
const searchText = sql`(lower(${staff.displayName} || ' ' || coalesce(${staff.email}, '') || ' ' || coalesce(${staff.externalId}, '') || ' ' || ${staff.department}))`;

const mostWords = 8;

/** People in whose name, e-mail, number or department each of the words stands. */
export function matching(q: string): SQL | undefined {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, mostWords);
  return and(...words.map((word) => sql`${searchText} like ${`%${literal(word)}%`}`));
}

/** Text that `like` takes as it stands. */
export function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
