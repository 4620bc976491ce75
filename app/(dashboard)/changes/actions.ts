"use server";

import { defineAction } from "@/lib/action";
import { retryChanges } from "@/lib/changes/commands";
import { retrySchema } from "@/lib/changes/schema";

export const retryChangesAction = defineAction({
  permission: "changes:write",
  input: retrySchema,
  run: (actor, { changeIds }) => retryChanges(actor, changeIds),
});
