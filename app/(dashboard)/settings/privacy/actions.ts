"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import type { HoldId } from "@/lib/db/tables/privacy";
import { ok } from "@/lib/result";
import { changeRetention, previewRetention } from "@/lib/retention/commands";
import { placeHold, releaseHold } from "@/lib/retention/hold-commands";
import { holdSchema, releaseSchema, retentionWishSchema } from "@/lib/retention/schema";
import { findPeople } from "@/lib/staff/find";

export const previewRetentionAction = defineAction({
  permission: "privacy:write",
  input: retentionWishSchema,
  run: (actor, wish) => previewRetention(actor, wish),
});

export const changeRetentionAction = defineAction({
  permission: "privacy:write",
  input: z.object({ wish: retentionWishSchema, typed: z.number().int().nullable() }),
  run: (actor, input) => changeRetention(actor, input),
});

export const placeHoldAction = defineAction({
  permission: "privacy:write",
  input: holdSchema,
  run: (actor, input) => placeHold(actor, input),
});

export const releaseHoldAction = defineAction({
  permission: "privacy:write",
  input: releaseSchema.extend({ holdId: z.uuid().transform((id) => id as HoldId) }),
  run: (actor, input) => releaseHold(actor, input),
});

export const findPeopleToHoldAction = defineAction({
  permission: "privacy:write",
  input: z.object({ q: z.string().max(200) }),
  run: async (actor, { q }) => ok(await findPeople(actor, "privacy:write", q, { leavers: true })),
});
