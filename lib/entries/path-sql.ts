import { type SQL, sql } from "drizzle-orm";
import type { Path } from "./filter";

/** The columns of the index that a path walks, each with its key in the list `p` of a query. */
export function keysOf({ column }: Path): { column: SQL; key: SQL }[] {
  return (column?.split(", ") ?? []).map((name, place) => ({
    column: sql.raw(`e.${name}`),
    key: sql.raw(`p.${place === 0 ? "key" : "second"}::${name.endsWith("_id") ? "uuid" : "int"}`),
  }));
}

/** Of 1970, as the database's own instants have microseconds. */
export function milliseconds(at: SQL): SQL {
  return sql`round(extract(epoch from ${at}) * 1000)::float8`;
}
