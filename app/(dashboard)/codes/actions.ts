"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import {
  disableCode,
  newCode,
  previewDisableCode,
  previewNewCode,
  previewTypedCode,
  typeCode,
} from "@/lib/codes/commands";
import { listCodesOfDoor } from "@/lib/codes/door-codes";
import { findByCode } from "@/lib/codes/find";
import { copyCode, revealCode } from "@/lib/codes/reveal";
import {
  doorCodesSchema,
  findCodeSchema,
  newCodeSchema,
  personSchema,
  typedCodeSchema,
} from "@/lib/codes/schema";

const seen = z.string().max(64);

export const revealCodeAction = defineAction({
  permission: "codes:reveal",
  input: personSchema,
  run: (actor, { staffId }) => revealCode(actor, staffId),
});

export const copyCodeAction = defineAction({
  permission: "codes:reveal",
  input: personSchema,
  run: (actor, { staffId }) => copyCode(actor, staffId),
});

export const findByCodeAction = defineAction({
  permission: "codes:find",
  input: findCodeSchema,
  run: (actor, { digits }) => findByCode(actor, digits),
});

export const previewTypedCodeAction = defineAction({
  permission: "codes:write",
  input: typedCodeSchema,
  run: (actor, input) => previewTypedCode(actor, input),
});

export const typeCodeAction = defineAction({
  permission: "codes:write",
  input: z.object({ typed: typedCodeSchema, seen }),
  run: (actor, input) => typeCode(actor, input.typed, input.seen),
});

export const previewNewCodeAction = defineAction({
  permission: "codes:rotate",
  input: newCodeSchema,
  run: (actor, input) => previewNewCode(actor, input),
});

export const newCodeAction = defineAction({
  permission: "codes:rotate",
  input: z.object({ asked: newCodeSchema, seen }),
  run: (actor, input) => newCode(actor, input.asked, input.seen),
});

export const previewDisableCodeAction = defineAction({
  permission: "codes:rotate",
  input: personSchema,
  run: (actor, { staffId }) => previewDisableCode(actor, staffId),
});

export const disableCodeAction = defineAction({
  permission: "codes:rotate",
  input: personSchema.extend({ seen }),
  run: (actor, input) => disableCode(actor, input.staffId, input.seen),
});

export const listCodesOfDoorAction = defineAction({
  permission: "codes:list",
  input: doorCodesSchema,
  run: (actor, input) => listCodesOfDoor(actor, input),
});
