"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { previewDoorAreas, setDoorAreas } from "@/lib/areas/door-areas";
import { doorAreasSchema } from "@/lib/areas/schema";
import { changeSettings, renameDevice, resolveSetting } from "@/lib/device-settings/commands";
import { renameSchema, resolveSchema, settingChangesSchema, syncSchema } from "@/lib/device-settings/schema";
import { requestDeviceSync } from "@/lib/device-settings/sync";
import { placeDevices, previewPlaceDevices } from "@/lib/devices/commands";
import { placementSchema } from "@/lib/devices/schema";

export const previewPlaceDevicesAction = defineAction({
  permission: "devices:write",
  input: placementSchema,
  run: (actor, input) => previewPlaceDevices(actor, input),
});

export const placeDevicesAction = defineAction({
  permission: "devices:write",
  input: z.object({
    placement: placementSchema,
    seen: z.string().max(64),
    typed: z.number().int().nullable(),
  }),
  run: (actor, { placement, seen, typed }) => placeDevices(actor, placement, { seen, typed }),
});

export const changeSettingsAction = defineAction({
  permission: "devices:write",
  input: settingChangesSchema,
  run: (actor, input) => changeSettings(actor, input),
});

export const resolveSettingAction = defineAction({
  permission: "devices:write",
  input: resolveSchema,
  run: (actor, input) => resolveSetting(actor, input),
});

export const renameDeviceAction = defineAction({
  permission: "devices:write",
  input: renameSchema,
  run: (actor, input) => renameDevice(actor, input),
});

export const syncDeviceAction = defineAction({
  permission: "devices:write",
  input: syncSchema,
  run: (actor, { deviceId }) => requestDeviceSync(actor, deviceId),
});

export const previewDoorAreasAction = defineAction({
  permission: "areas:write",
  input: doorAreasSchema,
  run: previewDoorAreas,
});

export const setDoorAreasAction = defineAction({
  permission: "areas:write",
  input: doorAreasSchema.extend({ seen: z.string().max(64) }),
  run: (actor, { seen, ...input }) => setDoorAreas(actor, input, seen),
});
