"use server";

import { defineAction } from "@/lib/action";
import { acknowledgeAlerts } from "@/lib/alerts/commands";
import { acknowledgeSchema } from "@/lib/alerts/schema";

export const acknowledgeAlertsAction = defineAction({
  permission: "alerts:write",
  input: acknowledgeSchema,
  run: (actor, input) => acknowledgeAlerts(actor, input),
});
