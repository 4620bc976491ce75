"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { ok } from "@/lib/result";
import {
  createRule,
  previewCreateRule,
  previewRemoveRule,
  previewUpdateRule,
  removeRule,
  updateRule,
} from "@/lib/rules/commands";
import { ruleIdSchema, ruleSchema } from "@/lib/rules/schema";
import { findPeople } from "@/lib/staff/find";

const seen = z.string().max(64);
const update = z.object({ ruleId: ruleIdSchema, version: z.string().max(2000), rule: ruleSchema });

export const findPeopleAction = defineAction({
  permission: "rules:write",
  input: z.object({ q: z.string().max(200) }),
  run: async (actor, { q }) => ok(await findPeople(actor, "rules:write", q)),
});

export const previewCreateRuleAction = defineAction({
  permission: "rules:write",
  input: ruleSchema,
  run: previewCreateRule,
});

export const createRuleAction = defineAction({
  permission: "rules:write",
  input: z.object({ rule: ruleSchema, seen }),
  run: (actor, input) => createRule(actor, input.rule, input.seen),
});

export const previewUpdateRuleAction = defineAction({
  permission: "rules:write",
  input: update,
  run: previewUpdateRule,
});

export const updateRuleAction = defineAction({
  permission: "rules:write",
  input: update.extend({ seen }),
  run: (actor, { seen: shown, ...input }) => updateRule(actor, input, shown),
});

export const previewRemoveRuleAction = defineAction({
  permission: "rules:write",
  input: z.object({ ruleId: ruleIdSchema }),
  run: (actor, input) => previewRemoveRule(actor, input.ruleId),
});

export const removeRuleAction = defineAction({
  permission: "rules:write",
  input: z.object({ ruleId: ruleIdSchema, seen }),
  run: (actor, input) => removeRule(actor, input.ruleId, input.seen),
});
