"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { findEntryPeople } from "@/lib/entries/options";
import { ok } from "@/lib/result";
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

export const findPeopleAction = defineAction({
  permission: "entries:read",
  input: z.object({ q: z.string().max(200) }),
  run: async (actor, { q }) =>
    ok((await findEntryPeople(actor, q)).map(({ id, name, detail }) => ({ value: id, label: name, detail }))),
});
