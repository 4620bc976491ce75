import { getTableName, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import * as schema from "@/lib/db/schema";
import { leftOut, sections } from "./sections";

const tables: PgTable[] = Object.values(schema).flatMap((one) => (is(one, PgTable) ? [one] : []));

/** Does a row of this table know a person: by a key, or by an id that it keeps without one? */
function knowsPeople(table: PgTable): boolean {
  const { columns, foreignKeys, name } = getTableConfig(table);
  if (name === "staff") return true;
  const refers = foreignKeys.some((key) => getTableName(key.reference().foreignTable) === "staff");
  return refers || columns.some((column) => /(^|_)(staff|host|person)_id$/.test(column.name));
}

const about = tables.filter(knowsPeople).map(getTableName);

test("every table that knows a person is in the file of all data about one, or is left out for a reason", () => {
  const decided = [...sections.flatMap((section) => section.tables), ...Object.keys(leftOut)];
  expect(about.filter((table) => !decided.includes(table))).toEqual([]);
});

test("the tables are found: a schema that none of them knows would make the test above worthless", () => {
  expect(about).toEqual(expect.arrayContaining(["staff", "entries", "visits", "import_rows", "withdrawals"]));
});

test("nothing is left out that is in the file, without a reason, or that does not exist", () => {
  const included = new Set(sections.flatMap((section) => section.tables));
  const names = tables.map(getTableName);
  for (const [table, reason] of Object.entries(leftOut)) {
    expect(included.has(table)).toBe(false);
    expect(names).toContain(table);
    expect(reason.length).toBeGreaterThan(20);
  }
  for (const table of included) expect(names).toContain(table);
});
