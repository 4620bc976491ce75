"use server";

import { getLocale } from "next-intl/server";
import { z } from "zod";
import { defineAction } from "@/lib/action";
import { ok } from "@/lib/result";
import { staffIdSchema } from "@/lib/staff/schema";
import {
  createVisit,
  endVisit,
  previewCreateVisit,
  previewEndVisit,
  previewUpdateVisit,
  updateVisit,
} from "@/lib/visits/commands";
import { askHost, previewLongerStay, recordAnswer } from "@/lib/visits/extension";
import { mailIsConfigured, withMailTools } from "@/lib/visits/mail-tools";
import { findHosts } from "@/lib/visits/queries";
import { extensionSchema, recordedAnswerSchema, visitSchema, visitUpdateSchema } from "@/lib/visits/schema";

const seen = z.string().max(64);

export const findHostsAction = defineAction({
  permission: "visits:write",
  input: z.object({ q: z.string().max(200) }),
  run: async (actor, { q }) => ok(await findHosts(actor, q)),
});

export const previewCreateVisitAction = defineAction({
  permission: "visits:write",
  input: visitSchema,
  run: async (actor, visit) => previewCreateVisit(actor, visit, await getLocale()),
});

export const createVisitAction = defineAction({
  permission: "visits:write",
  input: z.object({ visit: visitSchema, seen }),
  run: async (actor, input) => createVisit(actor, input.visit, await getLocale(), input.seen),
});

export const previewUpdateVisitAction = defineAction({
  permission: "visits:write",
  input: visitUpdateSchema,
  run: async (actor, update) => previewUpdateVisit(actor, update, await getLocale()),
});

export const updateVisitAction = defineAction({
  permission: "visits:write",
  input: visitUpdateSchema.extend({ seen }),
  run: async (actor, { seen: shown, ...update }) => updateVisit(actor, update, await getLocale(), shown),
});

export const previewEndVisitAction = defineAction({
  permission: "visits:write",
  input: z.object({ staffId: staffIdSchema }),
  run: (actor, { staffId }) => previewEndVisit(actor, staffId),
});

export const endVisitAction = defineAction({
  permission: "visits:write",
  input: z.object({ staffId: staffIdSchema, seen }),
  run: (actor, input) => endVisit(actor, input.staffId, input.seen),
});

export const previewLongerStayAction = defineAction({
  permission: "visits:write",
  input: extensionSchema,
  run: previewLongerStay,
});

export const askHostAction = defineAction({
  permission: "visits:write",
  input: extensionSchema,
  run: (actor, input) => withMailTools((tools) => askHost(actor, input, tools)),
});

export const recordAnswerAction = defineAction({
  permission: "visits:write",
  input: recordedAnswerSchema.extend({ seen: seen.nullable() }),
  run: (actor, { seen: shown, ...input }) => recordAnswer(actor, input, mailIsConfigured(), shown),
});
