"use server";

import { defineAction } from "@/lib/action";
import { removeView, saveView } from "@/lib/saved-views/commands";
import { savedViewIdSchema, savedViewSchema } from "@/lib/saved-views/schema";

export const saveViewAction = defineAction({
  permission: "entries:read",
  input: savedViewSchema,
  run: saveView,
});

export const removeViewAction = defineAction({
  permission: "entries:read",
  input: savedViewIdSchema,
  run: removeView,
});
