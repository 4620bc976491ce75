"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { hideNames, revealNames } from "@/lib/privacy/commands";
import { revealSchema } from "@/lib/privacy/schema";

export const revealNamesAction = defineAction({
  permission: "names:reveal",
  input: revealSchema,
  run: (actor, input) => revealNames(actor, input),
});

/** Whoever reads the log may end what they began, also in a role that may not begin it any more. */
export const hideNamesAction = defineAction({
  permission: "entries:read",
  input: z.object({}),
  run: (actor) => hideNames(actor),
});
