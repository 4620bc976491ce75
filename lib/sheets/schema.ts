import { z } from "zod";
import type { StaffId } from "@/lib/access/types";
import { withoutCodes } from "@/lib/access/without-codes";
import type { SheetFormat } from "@/lib/db/tables/codes";

/** So many sheets at most leave the printer at once. */
export const mostSheets = 200;

export const paperSizes = ["a4", "letter"] as const;
export const perPage = ["1", "4"] as const;
export const sheetFormats = [
  "a4_1",
  "a4_4",
  "letter_1",
  "letter_4",
] as const satisfies readonly SheetFormat[];
export const sheetLanguages = ["own", "en", "de"] as const;

/** What a person does with the paper: hands it over against a signature, takes it back, shreds it. */
export const sheetMoves = ["collect", "return", "destroy"] as const;
export type SheetMove = (typeof sheetMoves)[number];

const staffId = z.uuid().transform((id) => id as StaffId);
const reason = z.string().trim().min(1).max(200).transform(withoutCodes);
const keepReason = z.string().trim().max(200).transform(withoutCodes);

export const issueSchema = z.object({
  staffIds: z.array(staffId).min(1).max(mostSheets),
  format: z.enum(sheetFormats),
  /** "own": that of the person, where there are sheets in it. */
  language: z.enum(sheetLanguages),
  reason,
  /** What becomes of people who have a sheet of their current code already. */
  reprint: z.enum(["new_code", "keep"]),
  keepReason,
  /** Who was seen to have such a sheet, and which one: nobody's paper loses its worth because two people press at once. */
  again: z.array(z.object({ staffId, serial: z.string().max(20) })).max(mostSheets),
});
export type IssueInput = z.output<typeof issueSchema>;

/** What the page asks for besides the people. */
export const printOptionsSchema = z.object({
  paper: z.enum(paperSizes),
  perPage: z.enum(perPage),
  language: z.enum(sheetLanguages),
  reason,
  reprint: z.enum(["new_code", "keep"]),
  keepReason,
});
/** The same where somebody has a sheet already: to keep the code needs a reason of its own. */
export const reprintOptionsSchema = printOptionsSchema.refine(
  ({ reprint, keepReason }) => reprint === "new_code" || keepReason !== "",
  { path: ["keepReason"], message: "required" },
);

export const moveSchema = z.object({
  move: z.enum(sheetMoves),
  serials: z.array(z.string().max(20)).min(1).max(1000),
});

export const settingsSchema = z.object({
  collectDays: z.coerce.number().int().min(1).max(90),
  company: z.string().trim().max(80),
  contact: z.string().trim().max(120),
  personnelNumber: z.boolean(),
});
/** What stands on every sheet, and how long one may wait. */
export type SheetSettings = z.output<typeof settingsSchema>;

/** How the address of the register is read (parseListState). */
export const sheetList = {
  sortable: ["serial", "person", "state", "issued", "collectBy"],
  defaultSort: "-issued",
  filters: ["state", "site", "team", "person", "batch"],
  pageSize: 50,
} as const;
