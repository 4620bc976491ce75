"use server";

import { defineAction } from "@/lib/action";
import { checkTrail } from "@/lib/audit/commands";
import { anchorSchema } from "@/lib/audit/schema";

export const checkTrailAction = defineAction({
  permission: "audit:read",
  input: anchorSchema,
  run: checkTrail,
});
