import { z } from "zod";
import type { Mapping } from "@/lib/import/columns";
import { FILE_LANGUAGES, IMPORT_FIELDS } from "@/lib/import/fields";

/** Everything that a person chose about one file. Kept as JSON beside the import; never a keypad code. */
export const settingsSchema = z.object({
  encoding: z.enum(["utf-8", "utf-16le", "windows-1252"]),
  encodingGuessed: z.boolean(),
  delimiter: z.string(),
  delimiterFrom: z.enum(["sep_line", "detected", "chosen"]),
  headers: z.array(z.string()),
  mapping: z.array(z.enum(IMPORT_FIELDS).nullable()) as z.ZodType<Mapping>,
  /** The mapping is one that was accepted for such a file before. */
  remembered: z.boolean(),
  /** The second step is done: columns and questions are settled. */
  mapped: z.boolean(),
  language: z.enum(FILE_LANGUAGES).nullable(),
  /** The headings did not tell the language, so a person was asked where it mattered. */
  languageAsked: z.boolean(),
  dateOrder: z.enum(["day_first", "month_first"]).nullable(),
  /** Whoever is not in the file leaves. */
  fullList: z.boolean(),
  /** What new access is where the file does not say. */
  access: z.enum(["app", "keypad", "both"]),
  hoursScheduleId: z.string().nullable(),
  /** By line: the row is somebody new, or the staff member with this id. */
  decisions: z.record(z.string(), z.string()),
  confirmedBy: z.string().nullable(),
});

export type ImportSettings = z.output<typeof settingsSchema>;
