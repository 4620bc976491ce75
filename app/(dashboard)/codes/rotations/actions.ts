"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { ok } from "@/lib/result";
import { cancelRotation, planRotation, previewRotation } from "@/lib/rotations/commands";
import { rotationIdSchema, rotationSchema } from "@/lib/rotations/schema";
import { findPeople } from "@/lib/staff/find";

export const findPeopleAction = defineAction({
  permission: "codes:rotate",
  input: z.object({ q: z.string().max(200) }),
  run: async (actor, { q }) => ok(await findPeople(actor, "codes:rotate", q)),
});

export const previewRotationAction = defineAction({
  permission: "codes:rotate",
  input: rotationSchema,
  run: (actor, input) => previewRotation(actor, input),
});

export const planRotationAction = defineAction({
  permission: "codes:rotate",
  input: z.object({
    rotation: rotationSchema,
    seen: z.string().max(64),
    typed: z.number().int().nullable(),
  }),
  run: (actor, { rotation, seen, typed }) => planRotation(actor, rotation, seen, typed),
});

export const cancelRotationAction = defineAction({
  permission: "codes:rotate",
  input: z.object({ rotationId: rotationIdSchema }),
  run: (actor, { rotationId }) => cancelRotation(actor, rotationId),
});
