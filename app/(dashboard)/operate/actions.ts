"use server";

import { defineAction } from "@/lib/action";
import { operateDoor } from "@/lib/operations/commands";
import { findPress } from "@/lib/operations/queries";
import { pressIdSchema, pressSchema } from "@/lib/operations/schema";
import { ok } from "@/lib/result";

export const operateDoorAction = defineAction({
  permission: "door:operate",
  input: pressSchema,
  run: (actor, press) => operateDoor(actor, press),
});

export const findPressAction = defineAction({
  permission: "door:operate",
  input: pressIdSchema,
  run: async (actor, { pressId }) => ok(await findPress(actor, pressId)),
});
