"use server";

import { z } from "zod";
import { defineAction } from "@/lib/action";
import { giveBack, previewGiveBack, previewWithdraw, withdraw } from "@/lib/withdrawals/commands";
import { withdrawalIdSchema, withdrawalPreviewSchema, withdrawalSchema } from "@/lib/withdrawals/schema";

const seen = z.string().max(64);

export const previewWithdrawAction = defineAction({
  permission: "rules:write",
  input: withdrawalPreviewSchema,
  run: previewWithdraw,
});

export const withdrawAction = defineAction({
  permission: "rules:write",
  input: z.object({ withdrawal: withdrawalSchema, seen }),
  run: (actor, input) => withdraw(actor, input.withdrawal, input.seen),
});

export const previewGiveBackAction = defineAction({
  permission: "rules:write",
  input: z.object({ id: withdrawalIdSchema }),
  run: (actor, { id }) => previewGiveBack(actor, [id]),
});

export const giveBackAction = defineAction({
  permission: "rules:write",
  input: z.object({ id: withdrawalIdSchema, seen }),
  run: (actor, input) => giveBack(actor, [input.id], input.seen),
});
