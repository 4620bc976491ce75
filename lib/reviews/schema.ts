import { z } from "zod";
import { withoutCodes } from "@/lib/access/without-codes";
import type { ReviewDecision, ReviewId, ReviewScope, WithdrawnPart } from "@/lib/db/tables/reviews";

export const reviewScopes = ["device", "area", "site", "team"] as const satisfies readonly ReviewScope[];
export const reviewStates = ["open", "signed", "discarded"] as const;
export const decisions = ["keep", "reduce", "revoke"] as const satisfies readonly ReviewDecision[];
/** What "reduce" may take away. */
export const reductions = ["app", "keypad", "remote"] as const satisfies readonly Exclude<
  WithdrawnPart,
  "all"
>[];
export type Reduction = (typeof reductions)[number];

export const reviewIdSchema = z.uuid().transform((id) => id as ReviewId);

const isDay = (value: string) => z.iso.date().safeParse(value).success;
const idOrNone = z.union([z.literal(""), z.uuid()]);
const fieldOf = { device: "deviceId", area: "areaId", site: "siteId", team: "teamId" } as const;

export const defaultUnusedDays = 60;
const mostUnusedDays = 730;

/** What the review is about, as the form has it. */
export const scopeSchema = z.object({
  scope: z.enum(reviewScopes),
  deviceId: idOrNone,
  areaId: idOrNone,
  siteId: idOrNone,
  teamId: idOrNone,
});
export type ScopeInput = z.output<typeof scopeSchema>;

/** The id that counts; empty while nothing is chosen. */
export function scopeIdOf(input: ScopeInput): string {
  return input[fieldOf[input.scope]];
}

export const reviewSchema = scopeSchema
  .extend({
    name: z.string().trim().min(1).max(120).transform(withoutCodes),
    unusedDays: z.string().trim(),
    dueDay: z.string(),
  })
  .superRefine((input, context) => {
    const problem = (path: keyof typeof input, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (scopeIdOf(input) === "") problem(fieldOf[input.scope], "reviews.problem.choose");
    const days = Number(input.unusedDays);
    if (!Number.isInteger(days) || days < 1 || days > mostUnusedDays)
      problem("unusedDays", "reviews.problem.days");
    if (input.dueDay !== "" && !isDay(input.dueDay)) problem("dueDay", "reviews.problem.day");
  });

export type ReviewFormValues = z.input<typeof reviewSchema>;
export type ReviewInput = z.output<typeof reviewSchema>;

const note = z.string().trim().max(500).transform(withoutCodes);

/** One click on one row or on many; null takes a decision back. A note that is not given stays what it is. */
export const decideSchema = z
  .object({
    reviewId: reviewIdSchema,
    itemIds: z.array(z.number().int().positive()).min(1).max(1000),
    decision: z.enum(decisions).nullable(),
    reduce: z.enum(reductions).nullable(),
    note: note.optional(),
  })
  .refine((input) => (input.decision === "reduce") === (input.reduce !== null), { path: ["reduce"] });
export type DecideInput = z.output<typeof decideSchema>;

export const noteSchema = z.object({
  reviewId: reviewIdSchema,
  itemId: z.number().int().positive(),
  note,
});

export const keepUsedSchema = z.object({ reviewId: reviewIdSchema });
export const signSchema = z.object({ reviewId: reviewIdSchema, name: z.string().trim().min(2).max(120) });
export const discardSchema = z.object({ reviewId: reviewIdSchema, reason: note.pipe(z.string().min(1)) });

/** How the address of the list is read (parseListState). */
export const reviewList = {
  sortable: ["due", "created"],
  defaultSort: "-created",
  filters: ["state"],
  pageSize: 50,
} as const;

export const decisionFilters = ["undecided", ...decisions] as const;
export const useFilters = ["unused", "used"] as const;

/** The rows of one review. */
export const itemList = {
  sortable: ["name", "door", "used"],
  defaultSort: "name",
  filters: ["decision", "use", "door"],
  pageSize: 50,
} as const;
