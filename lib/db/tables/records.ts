import { bigint, bigserial, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { at, id, sealed } from "./columns";
import { type AdminId, admins } from "./intent";

/** What was done here, by whom. Hash-chained: each row carries the hash of the one before. */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: bigserial("id", { mode: "number" }).primaryKey(),
    at: at("at").notNull(),
    adminId: id<AdminId>("admin_id").references(() => admins.id),
    /** Past tense: `staff.suspended`. */
    type: text("type").notNull(),
    subjectId: text("subject_id"),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull(),
    /** From where: the address of the browser; null for what Postern did itself. */
    address: text("address"),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    index("audit_events_at").on(t.at, t.id),
    index("audit_events_subject").on(t.subjectId, t.id),
    index("audit_events_admin").on(t.adminId, t.id),
    index("audit_events_type").on(t.type, t.id),
  ],
);

/** Where the trail was cut off by retention: what is left begins after this row's hash. Written by lib/audit. */
export const auditCuts = pgTable("audit_cuts", {
  /** The last row that was deleted, and its hash, which the first row that is left names. */
  lastId: bigint("last_id", { mode: "number" }).primaryKey(),
  hash: text("hash").notNull(),
  count: integer("count").notNull(),
  at: at("at").notNull(),
});

export type SavedViewId = string & { readonly __savedView: true };

/** Filters of a list that somebody wants to come back to. Written by lib/saved-views. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: id<SavedViewId>("id").primaryKey().defaultRandom(),
    adminId: id<AdminId>("admin_id")
      .notNull()
      .references(() => admins.id, { onDelete: "cascade" }),
    list: text("list").$type<"entries" | "audit">().notNull(),
    name: text("name").notNull(),
    /** The part of the address after the question mark. */
    query: text("query").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [unique("saved_views_name").on(t.adminId, t.list, t.name)],
);

export type ImportState = "draft" | "queued" | "running" | "paused" | "applied" | "discarded";

/** One staff import, from the upload to the result. The file itself is not kept. */
export const imports = pgTable(
  "imports",
  {
    id: id<string>("id").primaryKey().defaultRandom(),
    fileName: text("file_name").notNull(),
    fileHash: text("file_hash").notNull(),
    state: text("state").$type<ImportState>().notNull().default("draft"),
    uploadedBy: id<AdminId>("uploaded_by")
      .notNull()
      .references(() => admins.id),
    uploadedAt: at("uploaded_at").notNull().defaultNow(),
    /** The parsed table and the person's corrections, sealed since a column may hold codes; emptied when done. */
    table: sealed("table"),
    /** Mapping, language, date order, full list or not: everything the person chose. */
    settings: jsonb("settings").$type<Record<string, unknown>>().notNull(),
    /** Fingerprint of the plan that was accepted. */
    planFingerprint: text("plan_fingerprint"),
    rowsTotal: integer("rows_total").notNull().default(0),
    rowsDone: integer("rows_done").notNull().default(0),
    counts: jsonb("counts").$type<Record<string, number>>(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [index("imports_hash").on(t.fileHash), index("imports_uploaded").on(t.uploadedAt, t.id)],
);

/** What became of each row; failed rows keep their cells (without the code) for the correction file. */
export const importRows = pgTable(
  "import_rows",
  {
    importId: id<string>("import_id")
      .notNull()
      .references(() => imports.id, { onDelete: "cascade" }),
    line: integer("line").notNull(),
    outcome: text("outcome").notNull(),
    staffId: id<string>("staff_id"),
    problems: jsonb("problems").$type<unknown[]>().notNull(),
    cells: jsonb("cells").$type<string[]>(),
  },
  (t) => [index("import_rows_import").on(t.importId, t.line)],
);

/** Column mappings that were accepted before, by the set of headers. */
export const importMappings = pgTable("import_mappings", {
  headersKey: text("headers_key").primaryKey(),
  mapping: jsonb("mapping").$type<Record<string, unknown>>().notNull(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

/** Small facts of the installation: demo seeded, last retention run. */
export const installation = pgTable("installation", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
});
