"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { ok } from "@/lib/result";
import {
  addMembers,
  createTeam,
  previewAddMembers,
  previewRemoveTeam,
  previewTakeOutMembers,
  removeTeam,
  renameTeam,
  takeOutMembers,
} from "@/lib/teams/commands";
import { findNonMembers } from "@/lib/teams/queries";
import { membershipSchema, renameTeamSchema, teamIdSchema, teamSchema } from "@/lib/teams/schema";

const seen = z.string().max(64);

export const createTeamAction = defineAction({
  permission: "teams:write",
  input: teamSchema,
  run: (actor, input) => createTeam(actor, input.name),
});

export const renameTeamAction = defineAction({
  permission: "teams:write",
  input: renameTeamSchema,
  run: (actor, input) => renameTeam(actor, input.teamId, input.name),
});

export const previewRemoveTeamAction = defineAction({
  permission: "teams:write",
  input: z.object({ teamId: teamIdSchema }),
  run: (actor, input) => previewRemoveTeam(actor, input.teamId),
});

export const removeTeamAction = defineAction({
  permission: "teams:write",
  input: z.object({ teamId: teamIdSchema, seen }),
  run: (actor, input) => removeTeam(actor, input.teamId, input.seen),
});

export const previewAddMembersAction = defineAction({
  permission: "teams:write",
  input: membershipSchema,
  run: previewAddMembers,
});

export const addMembersAction = defineAction({
  permission: "teams:write",
  input: membershipSchema.extend({ seen }),
  run: (actor, { seen: shown, ...input }) => addMembers(actor, input, shown),
});

export const previewTakeOutMembersAction = defineAction({
  permission: "teams:write",
  input: membershipSchema,
  run: previewTakeOutMembers,
});

export const takeOutMembersAction = defineAction({
  permission: "teams:write",
  input: membershipSchema.extend({ seen }),
  run: (actor, { seen: shown, ...input }) => takeOutMembers(actor, input, shown),
});

export const findNonMembersAction = defineAction({
  permission: "teams:write",
  input: z.object({ teamId: teamIdSchema, q: z.string().max(200) }),
  run: async (actor, input) => ok(await findNonMembers(actor, input.teamId, input.q)),
});
