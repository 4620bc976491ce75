import { z } from "zod";
import { weekdays } from "@/lib/time/weekdays";
import { STAFF_LANGUAGES } from "./fields";

// Lengths are checked where the file is parsed, once for the whole row.
const text = z.string();
const list = z.array(text);
const minute = z.number().int().min(0).max(1440);
const localDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const days = z.number().int().min(1).max(127).transform(weekdays);
const window = z.object({ days, fromMinute: minute, untilMinute: minute });

/**
 * One row's values. Left out means "leave as it is", null means "empty it". Rows that were stored or sent are parsed
 * with it; `readRows` builds them from readers of the same types and does not check each of them again.
 */
export const rowFieldsSchema = z.object({
  externalId: text.nullish(),
  firstName: text.optional(),
  lastName: text.optional(),
  /** Set only where the file has the whole name in one cell. */
  name: text.optional(),
  email: text.nullish(),
  language: z.enum(STAFF_LANGUAGES).nullish(),
  department: text.nullish(),
  notes: text.nullish(),
  teams: list.nullish(),
  doors: list.nullish(),
  /** A schedule's name or a window: which one is known when the schedules are. */
  schedule: z.object({ text, window: window.nullable() }).optional(),
  days: days.optional(),
  fromMinute: minute.optional(),
  untilMinute: minute.optional(),
  firstDay: localDate.nullish(),
  lastDay: localDate.nullish(),
  accessType: z.enum(["app", "keypad", "both"]).optional(),
  remote: z.boolean().optional(),
  /** The secret of the row: it goes into the encrypted column and nowhere else. */
  pin: z.string().length(6).optional(),
  action: z.enum(["create", "update", "suspend", "remove"]).optional(),
});

export type RowFields = z.infer<typeof rowFieldsSchema>;
