"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { searchEverything } from "@/lib/overview/search";
import { ok } from "@/lib/result";

export const searchAction = defineAction({
  permission: "overview:read",
  input: z.object({ q: z.string().max(100) }),
  run: async (actor, { q }) => ok(await searchEverything(actor, q)),
});
