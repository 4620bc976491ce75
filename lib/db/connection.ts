import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { Pool } from "pg";
import { log } from "@/lib/log";
import * as schema from "./schema";

export type Db = NodePgDatabase<typeof schema>;
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

/** One open database. Both engines are driven through the same drizzle type; `raw` is for the queue. */
export type Database = PostgresDatabase | EmbeddedDatabase;

interface PostgresDatabase {
  readonly kind: "pg";
  readonly db: Db;
  readonly raw: Pool;
  close(): Promise<void>;
}

interface EmbeddedDatabase {
  readonly kind: "pglite";
  readonly db: Db;
  readonly raw: PGlite;
  close(): Promise<void>;
}

export const migrationsFolder = join(/*turbopackIgnore: true*/ process.cwd(), "lib/db/migrations");

/** Opens and migrates PostgreSQL at `url`, else the embedded database in `dir` (in memory without one). */
export async function openDatabase({ url, dir }: { url?: string; dir?: string }): Promise<Database> {
  return url ? openPostgres(url) : openEmbedded(dir);
}

async function openPostgres(url: string): Promise<Database> {
  const [{ default: pg }, { drizzle }, { migrate }] = await Promise.all([
    import("pg"),
    import("drizzle-orm/node-postgres"),
    import("drizzle-orm/node-postgres/migrator"),
  ]);
  const raw = new pg.Pool({
    connectionString: url,
    max: 10,
    // Our queries are short. To compile one takes longer (8 ms) than to run it, and a wrong guess of its cost has it compiled.
    onConnect: async (client) => {
      await client.query("set jit = off");
    },
  });
  // Without a listener a server that closes an idle connection ends our process.
  raw.on("error", (error) => log.warn({ err: error }, "database connection lost"));
  const db = drizzle(raw, { schema });
  try {
    await migrate(db, { migrationsFolder });
  } catch (error) {
    await raw.end();
    throw error;
  }
  return { kind: "pg", db, raw, close: () => raw.end() };
}

async function openEmbedded(dir: string | undefined): Promise<Database> {
  // PGlite makes its own folder, but not the parents.
  if (dir) mkdirSync(dir, { recursive: true });
  const [{ PGlite }, { pg_trgm }] = await Promise.all([
    import("@electric-sql/pglite"),
    import("@electric-sql/pglite/contrib/pg_trgm"),
  ]);
  return migrateEmbedded(await PGlite.create(dir ?? "memory://", { extensions: { pg_trgm } }));
}

/** Takes an open PGlite, brings it to our schema and wraps it. */
export async function migrateEmbedded(raw: PGlite): Promise<EmbeddedDatabase> {
  const [{ drizzle }, { migrate }] = await Promise.all([
    import("drizzle-orm/pglite"),
    import("drizzle-orm/pglite/migrator"),
  ]);
  const db = drizzle(raw, { schema });
  try {
    await migrate(db, { migrationsFolder });
  } catch (error) {
    await raw.close();
    throw error;
  }
  inheritParsers(raw);
  // The two drivers differ in the type of raw results only, which we do not read from drizzle.
  return { kind: "pglite", db: db as unknown as Db, raw, close: () => raw.close() };
}

/** Arrays of json, bool, int2, int4, text, varchar, int8, float4, float8, uuid and jsonb, by their numbers in pg_type. */
const readArrays = [199, 1000, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 2951, 3807];

/**
 * drizzle hands a few parsers to every query, and PGlite copies all of its own beside them, each time: hundreds, since
 * each table has an array type. It copies what an object has itself, and what it finds nowhere it reads as by default.
 */
function inheritParsers(raw: PGlite): void {
  const own = readArrays.map((type) => [type, raw.parsers[type]]);
  raw.parsers = Object.assign(Object.create(raw.parsers), Object.fromEntries(own));
}

// Next loads a module once per bundle; the database must be one.
const holder = globalThis as typeof globalThis & { __posternDatabase?: Database };
const openTransaction = new AsyncLocalStorage<{ open: boolean }>();

/** Makes this the database of the process; null when it was closed. */
export function setDatabase(database: Database | null): void {
  holder.__posternDatabase = database ?? undefined;
}

/** The database with its engine, for the queue and the health check. Everything else takes `getDb`. */
export function getDatabase(): Database {
  const database = holder.__posternDatabase;
  if (!database) throw new Error("the database is not open: startRuntime (or openTestDatabase) opens it");
  return database;
}

/** The database for queries. Refuses inside `transact`, where on PGlite it would wait for its own transaction for ever. */
export function getDb(): Db {
  if (openTransaction.getStore()?.open) {
    throw new Error("getDb() or transact() inside of a transaction: use the tx that was handed in");
  }
  return getDatabase().db;
}

/** Runs `fn` in one transaction; every query inside must use `tx`. */
export async function transact<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
  const db = getDb();
  // Work that was started inside and outlives the transaction (a timer) must not be refused later.
  const state = { open: true };
  try {
    return await openTransaction.run(state, () => db.transaction(fn));
  } finally {
    state.open = false;
  }
}

/** Did the write fail because a unique key (this one, if named) is taken? */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  for (let cause = error, depth = 0; cause instanceof Object && depth < 5; depth++) {
    const { code, constraint: violated, cause: next } = cause as Record<string, unknown>;
    if (code === "23505") return constraint === undefined || violated === constraint;
    cause = next;
  }
  return false;
}
