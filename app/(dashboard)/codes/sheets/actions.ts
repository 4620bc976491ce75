"use server";

import { defineAction } from "@/lib/action";
import { issueSheets } from "@/lib/sheets/commands";
import { moveSheets } from "@/lib/sheets/moves";
import { issueSchema, moveSchema, settingsSchema } from "@/lib/sheets/schema";
import { updateSheetSettings } from "@/lib/sheets/settings";

export const issueSheetsAction = defineAction({
  permission: "codes:print",
  input: issueSchema,
  run: (actor, input) => issueSheets(actor, input),
});

export const moveSheetsAction = defineAction({
  permission: "codes:print",
  input: moveSchema,
  run: (actor, { move, serials }) => moveSheets(actor, move, serials, new Date()),
});

export const updateSheetSettingsAction = defineAction({
  permission: "codes:print",
  input: settingsSchema,
  run: updateSheetSettings,
});
