"use server";

import { replaceToken, testConnection } from "@/lib/accounts/commands";
import { testSchema, tokenSchema } from "@/lib/accounts/schema";
import { defineAction } from "@/lib/action";
import { enterWebhookSecret, switchOffWebhook, switchOnWebhook } from "@/lib/webhooks/commands";
import { webhookAccountSchema, webhookOffSchema, webhookSecretSchema } from "@/lib/webhooks/schema";

export const testConnectionAction = defineAction({
  permission: "connection:write",
  input: testSchema,
  run: (actor, { accountId }) => testConnection(actor, accountId),
});

export const replaceTokenAction = defineAction({
  permission: "connection:write",
  input: tokenSchema,
  run: (actor, input) => replaceToken(actor, input),
});

export const switchOnWebhookAction = defineAction({
  permission: "connection:write",
  input: webhookAccountSchema,
  run: (actor, { accountId }) => switchOnWebhook(actor, accountId),
});

export const switchOffWebhookAction = defineAction({
  permission: "connection:write",
  input: webhookOffSchema,
  run: (actor, input) => switchOffWebhook(actor, input),
});

export const enterWebhookSecretAction = defineAction({
  permission: "connection:write",
  input: webhookSecretSchema,
  run: (actor, input) => enterWebhookSecret(actor, input),
});
