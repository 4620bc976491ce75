"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { adoptCode, previewAdoption } from "@/lib/keypads/adopt";
import { cleanUpExpired, previewCleanUp } from "@/lib/keypads/clean-up";
import { adoptionSchema, cleanUpSchema } from "@/lib/keypads/schema";
import { ok } from "@/lib/result";
import { findPeople } from "@/lib/staff/find";

export const findCodeOwnersAction = defineAction({
  permission: "codes:write",
  input: z.object({ q: z.string().max(200) }),
  run: async (actor, { q }) => ok(await findPeople(actor, "codes:write", q)),
});

export const previewAdoptionAction = defineAction({
  permission: "codes:write",
  input: adoptionSchema,
  run: (actor, input) => previewAdoption(actor, input),
});

export const adoptCodeAction = defineAction({
  permission: "codes:write",
  input: z.object({ adoption: adoptionSchema, seen: z.string().max(64) }),
  run: (actor, { adoption, seen }) => adoptCode(actor, adoption, seen),
});

export const previewCleanUpAction = defineAction({
  permission: "codes:write",
  input: cleanUpSchema,
  run: (actor, input) => previewCleanUp(actor, input),
});

export const cleanUpAction = defineAction({
  permission: "codes:write",
  input: cleanUpSchema,
  run: (actor, input) => cleanUpExpired(actor, input),
});
