"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { ok } from "@/lib/result";
import { createReview, decideRows, discardReview, keepUsed, noteRow } from "@/lib/reviews/commands";
import {
  decideSchema,
  discardSchema,
  keepUsedSchema,
  noteSchema,
  reviewIdSchema,
  reviewSchema,
  scopeSchema,
  signSchema,
} from "@/lib/reviews/schema";
import { countScope } from "@/lib/reviews/scope";
import { previewSignature, signReview } from "@/lib/reviews/sign";

export const countScopeAction = defineAction({
  permission: "reviews:write",
  input: scopeSchema,
  run: async (actor, input) => ok(await countScope(actor, input)),
});

export const createReviewAction = defineAction({
  permission: "reviews:write",
  input: reviewSchema,
  run: (actor, input) => createReview(actor, input),
});

export const decideRowsAction = defineAction({
  permission: "reviews:write",
  input: decideSchema,
  run: (actor, input) => decideRows(actor, input),
});

export const noteRowAction = defineAction({
  permission: "reviews:write",
  input: noteSchema,
  run: (actor, input) => noteRow(actor, input),
});

export const keepUsedAction = defineAction({
  permission: "reviews:write",
  input: keepUsedSchema,
  run: (actor, { reviewId }) => keepUsed(actor, reviewId),
});

export const discardReviewAction = defineAction({
  permission: "reviews:write",
  input: discardSchema,
  run: (actor, input) => discardReview(actor, input),
});

export const previewSignatureAction = defineAction({
  permission: "reviews:write",
  input: z.object({ reviewId: reviewIdSchema }),
  run: (actor, { reviewId }) => previewSignature(actor, reviewId),
});

export const signReviewAction = defineAction({
  permission: "reviews:write",
  input: signSchema.extend({ seen: z.string().max(200) }),
  run: (actor, { seen, ...input }) => signReview(actor, input, seen),
});
