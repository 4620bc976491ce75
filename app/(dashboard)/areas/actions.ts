"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { createArea, previewUpdateArea, removeArea, updateArea } from "@/lib/areas/commands";
import { areaIdSchema, areaSchema, areaUpdateSchema } from "@/lib/areas/schema";

export const createAreaAction = defineAction({
  permission: "areas:write",
  input: areaSchema,
  run: createArea,
});

export const previewUpdateAreaAction = defineAction({
  permission: "areas:write",
  input: areaUpdateSchema,
  run: previewUpdateArea,
});

export const updateAreaAction = defineAction({
  permission: "areas:write",
  input: areaUpdateSchema.extend({ seen: z.string().max(64) }),
  run: (actor, { seen, ...input }) => updateArea(actor, input, seen),
});

export const removeAreaAction = defineAction({
  permission: "areas:write",
  input: z.object({ areaId: areaIdSchema }),
  run: (actor, input) => removeArea(actor, input.areaId),
});
