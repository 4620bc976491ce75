import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

type Type = "uuid" | "text" | "int" | "bigint";

/**
 * Many values as one parameter: thousands of ids would pass the limit of bound parameters. They are ids, numbers or words of
 * ours, never what somebody typed: a comma or a quote in them would be read as the array's own.
 */
export function arrayOf(values: Iterable<string | number>, type: Type = "uuid"): SQL {
  return sql`${sql.param(`{${[...values].join(",")}}`)}::${sql.raw(type)}[]`;
}

/** Is the column one of these? */
export function isAny(column: SQLWrapper, values: Iterable<string | number>, type: Type = "uuid"): SQL {
  return sql`${column} = any(${arrayOf(values, type)})`;
}
