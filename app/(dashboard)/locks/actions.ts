"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { placeDevices, previewPlaceDevices } from "@/lib/devices/commands";
import { placementSchema } from "@/lib/devices/schema";

export const previewPlaceDevicesAction = defineAction({
  permission: "devices:write",
  input: placementSchema,
  run: previewPlaceDevices,
});

export const placeDevicesAction = defineAction({
  permission: "devices:write",
  input: z.object({ placement: placementSchema, seen: z.string().max(64) }),
  run: (actor, input) => placeDevices(actor, input.placement, input.seen),
});
