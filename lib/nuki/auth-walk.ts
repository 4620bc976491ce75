import type { z } from "zod";
import { NukiAnswerError, PersonMustAct } from "@/lib/nuki/errors";
import type { Http } from "@/lib/nuki/http";
import { authPageSchema, authsSchema, type NukiAuthRow } from "@/lib/nuki/schemas";

type Page = z.infer<typeof authPageSchema>;

const PATH = "/smartlock/auth/paged";
/** So large that most accounts fit in one page, which cannot shift; the default is for servers that refuse it. */
const LARGE_PAGE = 1000;
const DEFAULT_PAGE = 100;
const MAX_WALKS = 4;

/**
 * All authorizations of the account, complete or an error. Pages shift while rows come and go: a removal on a page
 * that was read pulls an unread row onto it, and the total may be the same again when another row was created. So
 * more than one page is believed only when two walks in a row saw the same rows.
 */
export async function walkAllAuths(http: Http): Promise<NukiAuthRow[]> {
  let size = LARGE_PAGE;
  let before: string | null = null;
  let reason = "rows came and went";
  for (let walks = 0; walks < MAX_WALKS; walks += 1) {
    const walk = await walkOnce(http, size).catch((error: unknown) => {
      if (!(error instanceof PersonMustAct)) throw error;
      if (error.status === 404 || error.status === 405) return "unpaged" as const;
      if ((error.status === 400 || error.status === 422) && size !== DEFAULT_PAGE) return "smaller" as const;
      throw error;
    });
    if (walk === "unpaged") return http.fetchJson(UNPAGED, authsSchema);
    if (walk === "smaller") {
      size = DEFAULT_PAGE;
      continue;
    }
    if (typeof walk === "string") {
      before = null;
      reason = walk;
      continue;
    }
    if (walk.pages <= 1) return walk.rows;
    const seen = [...walk.rows.map((row) => row.id)].sort().join(" ");
    if (seen === before) return walk.rows;
    before = seen;
  }
  const ref = { method: "GET", path: PATH, requestId: "walk" };
  throw new NukiAnswerError("incomplete", { ...ref, text: `the list was not complete: ${reason}` });
}

const UNPAGED = { method: "GET", path: "/smartlock/auth", policy: "read" } as const;

/** One walk from the first page to the last, or in words why it cannot be complete. */
async function walkOnce(http: Http, size: number): Promise<{ rows: NukiAuthRow[]; pages: number } | string> {
  const rows = new Map<string, NukiAuthRow>();
  let first: Page["pagination"] | null = null;
  for (let page = 0; page < Math.max(1, first?.totalPages ?? 1); page += 1) {
    const { results, pagination } = await http.fetchJson(
      { method: "GET", path: PATH, query: { page, size }, policy: "read" },
      authPageSchema,
    );
    first ??= pagination;
    if (pagination.totalItems !== first.totalItems || pagination.totalPages !== first.totalPages) {
      return "its length changed";
    }
    for (const row of results) {
      if (rows.has(row.id)) return "a row came twice";
      rows.set(row.id, row);
    }
  }
  const total = first?.totalItems ?? 0;
  if (rows.size !== total) return `${rows.size} of ${total} rows`;
  return { rows: [...rows.values()], pages: first?.totalPages ?? 1 };
}
