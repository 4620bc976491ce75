"use server";

import { replaceToken, testConnection } from "@/lib/accounts/commands";
import { testSchema, tokenSchema } from "@/lib/accounts/schema";
import { defineAction } from "@/lib/action";

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
