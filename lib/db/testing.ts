import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import pg from "pg";
import { describe } from "vitest";
import { type Database, migrateEmbedded, migrationsFolder, openDatabase, setDatabase } from "./connection";
import { createSecrets, setSecrets } from "./secrets";

export type TestDatabase = Database & {
  /** Deletes all rows; a few milliseconds, so that a file opens one database and empties it before each test. */
  empty(): Promise<void>;
};

/** Runs a suite on the embedded database, and on PostgreSQL where TEST_DATABASE_URL names a server. */
export function describeDatabases(name: string, suite: (open: () => Promise<TestDatabase>) => void): void {
  describe(`${name} (embedded)`, () => suite(() => openTestDatabase("pglite")));
  describe.skipIf(!process.env.TEST_DATABASE_URL)(`${name} (PostgreSQL)`, () =>
    suite(() => openTestDatabase("pg")),
  );
}

/** A new, migrated, empty database that is the process's database until it is closed. */
export async function openTestDatabase(kind: "pglite" | "pg" = "pglite"): Promise<TestDatabase> {
  const database = kind === "pg" ? await copyPostgres() : await copyEmbedded();
  setDatabase(database);
  setSecrets(createSecrets(Buffer.alloc(32, 7)));
  return {
    ...database,
    empty: () => emptyTables(database),
    close: async () => {
      setDatabase(null);
      await database.close();
    },
  };
}

/**
 * Truncating costs time for each table, also for an empty one; most tests write a few rows into some of them, and a
 * deletion of those is several times as fast. Keys and triggers are off meanwhile, since everything goes; who may not
 * switch them off truncates, which audit events have to be asked for. Tables that have grown large are truncated, too.
 */
async function emptyTables({ db }: Database): Promise<void> {
  await db.execute(`
    do $$
      declare
        trusted boolean := current_setting('is_superuser')::boolean;
        item record;
      begin
        if trusted then set local session_replication_role = replica; end if;
        perform set_config('postern.audit_cut', 'on', true);
        for item in
          select oid::regclass as name, pg_relation_size(oid) > 1000000 as large from pg_class
          where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0
        loop
          if trusted and not item.large then execute 'delete from ' || item.name;
          else execute 'truncate ' || item.name || ' cascade';
          end if;
        end loop;
        for item in
          select format('%I.%I', schemaname, sequencename)::regclass as name, start_value from pg_sequences
          where schemaname = 'public' and last_value is not null
        loop
          perform setval(item.name, item.start_value, false);
        end loop;
      end
    $$`);
}

let embedded: Blob | undefined;

/** Migrating an empty PGlite costs seconds, loading a dump a fraction of one: made once per set of migrations. */
async function copyEmbedded(): Promise<Database> {
  const folder = join(process.cwd(), "node_modules/.cache/postern");
  const file = join(folder, `pglite-${migrationsHash()}.tar`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const { raw } = await migrateEmbedded(await PGlite.create("memory://", { extensions: { pg_trgm } }));
    const dump = await raw.dumpDataDir("none");
    await raw.close();
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, new Uint8Array(await dump.arrayBuffer()));
    renameSync(draft, file);
  }
  embedded ??= new Blob([readFileSync(file)]);
  return migrateEmbedded(await PGlite.create({ loadDataDir: embedded, extensions: { pg_trgm } }));
}

async function copyPostgres(): Promise<Database> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("TEST_DATABASE_URL is not set");
  const template = `postern_template_${migrationsHash()}`;
  const name = `postern_test_${randomUUID().replaceAll("-", "")}`;
  await asAdmin(server, async (admin) => {
    // Test files run side by side; only one may make the template, and nobody may be connected to it while it is copied.
    await admin.query("select pg_advisory_lock(7001)");
    const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [template]);
    if (!rowCount) {
      const draft = `${template}_draft`;
      await admin.query(`drop database if exists ${draft}`);
      await admin.query(`create database ${draft}`);
      await (await openDatabase({ url: onServer(server, draft) })).close();
      await admin.query(`alter database ${draft} rename to ${template}`);
    }
    await admin.query(`create database ${name} template ${template}`);
  });
  const database = await openDatabase({ url: onServer(server, name) });
  return {
    ...database,
    close: async () => {
      await database.close();
      await asAdmin(server, (admin) => admin.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function onServer(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

function migrationsHash(): string {
  const journal = readFileSync(join(migrationsFolder, "meta/_journal.json"), "utf8");
  const hash = createHash("sha256").update(journal);
  for (const { tag } of (JSON.parse(journal) as { entries: { tag: string }[] }).entries) {
    hash.update(readFileSync(join(migrationsFolder, `${tag}.sql`)));
  }
  return hash.digest("hex").slice(0, 16);
}
