import { z } from "zod";

export const importIdSchema = z.uuid();

/** The form's words for "this column is not needed". */
export const ignoredColumn = "";

export const uploadSchema = z
  .instanceof(FormData)
  .transform((form) => form.get("file"))
  .pipe(z.instanceof(File));

export const importSchema = z.object({ importId: importIdSchema });

export const readingSchema = z.object({
  importId: importIdSchema,
  encoding: z.enum(["utf-8", "windows-1252"]).optional(),
  delimiter: z.enum([";", ",", "\t", "|"]).optional(),
});
export type ReadingInput = z.output<typeof readingSchema>;

export const mappingSchema = z.object({
  importId: importIdSchema,
  /** A field name per column, or `ignoredColumn`. */
  mapping: z.array(z.string().max(40)).max(60),
  language: z.string().max(5).nullable(),
  dateOrder: z.enum(["day_first", "month_first"]).nullable(),
  fullList: z.boolean(),
  access: z.enum(["app", "keypad", "both"]),
  hoursScheduleId: z.uuid().nullable(),
});
export type MappingInput = z.output<typeof mappingSchema>;

const place = { importId: importIdSchema, line: z.number().int(), column: z.number().int().min(0).max(59) };

export const cellSchema = z.object({
  ...place,
  text: z.string().max(500),
  /** The same value is replaced in all rows of the column. */
  everywhere: z.boolean(),
  /** For `everywhere`: one value of several in the cell, `a|b`; without it the whole cell. */
  part: z.string().max(500).nullable(),
});
export type CellInput = z.output<typeof cellSchema>;

export const decisionSchema = z.object({
  importId: importIdSchema,
  line: z.number().int(),
  /** "new", a staff id, or null to ask again. */
  as: z.union([z.literal("new"), z.uuid()]).nullable(),
});
export type DecisionInput = z.output<typeof decisionSchema>;

export const confirmSchema = z.object({
  importId: importIdSchema,
  /** Fingerprint of the plan that the person looked at. */
  seen: z.string().max(100),
  /** The number that the brake asks for. */
  typed: z.number().int().nullable(),
});
export type ConfirmInput = z.output<typeof confirmSchema>;

export const resumeSchema = confirmSchema.extend({
  /** Null: the plan that was confirmed before, whatever was seen since. */
  seen: confirmSchema.shape.seen.nullable(),
});
export type ResumeInput = z.output<typeof resumeSchema>;

export const importSteps = [
  "upload",
  "map",
  "check",
  "plan",
  "confirm",
  "apply",
  "verify",
  "result",
] as const;
export type ImportStep = (typeof importSteps)[number];
