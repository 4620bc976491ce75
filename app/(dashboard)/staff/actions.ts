"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { chooseWindow, previewChooseWindow } from "@/lib/staff/choice";
import {
  createStaff,
  previewCreateStaff,
  previewStaffStatus,
  previewUpdateStaff,
  removeStaff,
  resumeStaff,
  suspendStaff,
  updateStaff,
} from "@/lib/staff/commands";
import { staffIdSchema, staffSchema, windowChoiceSchema } from "@/lib/staff/schema";

const seen = z.string().max(64);
const staffIds = z.array(staffIdSchema).min(1).max(500);
const update = z.object({ staffId: staffIdSchema, version: z.iso.datetime(), staff: staffSchema });

export const previewCreateStaffAction = defineAction({
  permission: "staff:write",
  input: staffSchema,
  run: previewCreateStaff,
});

export const createStaffAction = defineAction({
  permission: "staff:write",
  input: z.object({ staff: staffSchema, seen }),
  run: (actor, input) => createStaff(actor, input.staff, input.seen),
});

export const previewUpdateStaffAction = defineAction({
  permission: "staff:write",
  input: update,
  run: previewUpdateStaff,
});

export const updateStaffAction = defineAction({
  permission: "staff:write",
  input: update.extend({ seen }),
  run: (actor, { seen: shown, ...input }) => updateStaff(actor, input, shown),
});

export const previewSuspendStaffAction = defineAction({
  permission: "staff:write",
  input: z.object({ staffIds }),
  run: (actor, input) => previewStaffStatus(actor, "suspend", input.staffIds),
});

export const suspendStaffAction = defineAction({
  permission: "staff:write",
  input: z.object({ staffIds, seen: seen.nullable() }),
  run: (actor, input) => suspendStaff(actor, input.staffIds, input.seen),
});

export const previewResumeStaffAction = defineAction({
  permission: "staff:write",
  input: z.object({ staffIds }),
  run: (actor, input) => previewStaffStatus(actor, "resume", input.staffIds),
});

export const resumeStaffAction = defineAction({
  permission: "staff:write",
  input: z.object({ staffIds, seen: seen.nullable() }),
  run: (actor, input) => resumeStaff(actor, input.staffIds, input.seen),
});

export const previewRemoveStaffAction = defineAction({
  permission: "staff:remove",
  input: z.object({ staffIds }),
  run: (actor, input) => previewStaffStatus(actor, "remove", input.staffIds),
});

export const removeStaffAction = defineAction({
  permission: "staff:remove",
  input: z.object({ staffIds, seen, typed: z.number().int() }),
  run: (actor, input) => removeStaff(actor, input.staffIds, input.seen, input.typed),
});

export const previewChooseWindowAction = defineAction({
  permission: "staff:write",
  input: windowChoiceSchema,
  run: previewChooseWindow,
});

export const chooseWindowAction = defineAction({
  permission: "staff:write",
  input: z.object({ choice: windowChoiceSchema, seen }),
  run: (actor, input) => chooseWindow(actor, input.choice, input.seen),
});
