"use server";

import { defineAction } from "@/lib/action";
import { addChannel, removeChannel, switchChannel, testChannel } from "@/lib/alerts/channels";
import { changeAlertRule } from "@/lib/alerts/commands";
import { withDeliverTools } from "@/lib/alerts/deliver-tools";
import { channelIdSchema, channelSchema, channelSwitchSchema, ruleSchema } from "@/lib/alerts/schema";

export const changeAlertRuleAction = defineAction({
  permission: "alerts:configure",
  input: ruleSchema,
  run: (actor, input) => changeAlertRule(actor, input),
});

export const addChannelAction = defineAction({
  permission: "alerts:configure",
  input: channelSchema,
  run: (actor, input) => addChannel(actor, input),
});

export const switchChannelAction = defineAction({
  permission: "alerts:configure",
  input: channelSwitchSchema,
  run: (actor, input) => switchChannel(actor, input),
});

export const removeChannelAction = defineAction({
  permission: "alerts:configure",
  input: channelIdSchema,
  run: (actor, input) => removeChannel(actor, input),
});

export const testChannelAction = defineAction({
  permission: "alerts:configure",
  input: channelIdSchema,
  run: (actor, input) => withDeliverTools((tools) => testChannel(actor, input, tools)),
});
