"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import {
  createSchedule,
  previewScheduleEdit,
  removeSchedule,
  updateSchedule,
} from "@/lib/schedules/commands";
import { scheduleIdSchema, scheduleSchema } from "@/lib/schedules/schema";

const update = z.object({
  scheduleId: scheduleIdSchema,
  version: z.string().max(5000),
  schedule: scheduleSchema,
});

export const createScheduleAction = defineAction({
  permission: "schedules:write",
  input: scheduleSchema,
  run: createSchedule,
});

export const previewScheduleEditAction = defineAction({
  permission: "schedules:write",
  input: update,
  run: previewScheduleEdit,
});

export const updateScheduleAction = defineAction({
  permission: "schedules:write",
  input: update.extend({ seen: z.string().max(64) }),
  run: (actor, { seen, ...input }) => updateSchedule(actor, input, seen),
});

export const removeScheduleAction = defineAction({
  permission: "schedules:write",
  input: z.object({ scheduleId: scheduleIdSchema }),
  run: (actor, input) => removeSchedule(actor, input.scheduleId),
});
