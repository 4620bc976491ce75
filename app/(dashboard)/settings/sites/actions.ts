"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { createSite, previewUpdateSite, updateSite } from "@/lib/sites/commands";
import { siteIdSchema, siteSchema } from "@/lib/sites/schema";

const update = z.object({ siteId: siteIdSchema, version: z.string().max(300), site: siteSchema });

export const createSiteAction = defineAction({
  permission: "devices:write",
  input: siteSchema,
  run: createSite,
});

export const previewUpdateSiteAction = defineAction({
  permission: "devices:write",
  input: update,
  run: previewUpdateSite,
});

export const updateSiteAction = defineAction({
  permission: "devices:write",
  input: update.extend({ seen: z.string().max(64) }),
  run: (actor, { seen, ...input }) => updateSite(actor, input, seen),
});
