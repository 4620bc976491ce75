import { z } from "zod";
import type { AccountId } from "@/lib/access/types";

const accountId = z.uuid().transform((id) => id as AccountId);

export const testSchema = z.object({ accountId });

export const tokenSchema = z.object({
  accountId,
  token: z
    .string()
    .trim()
    .min(1, "common.problem.required")
    .max(4096, "settings.problem.tokenTooLong")
    // It travels in a header: a pasted line break or an "en dash" would make every request fail.
    .regex(/^[\x21-\x7e]*$/, "settings.problem.tokenCharacters"),
});
export type TokenInput = z.output<typeof tokenSchema>;

/** The features of this release and the scopes of Nuki's token that each needs (web-api.md 1.2). */
export const scopesOfFeature = {
  doors: ["smartlock"],
  access: ["smartlock.auth"],
  invitations: ["account"],
  confirm: ["smartlock.action"],
  entries: ["smartlock.log"],
  settings: ["smartlock.config"],
} as const;

export type Feature = keyof typeof scopesOfFeature;
export const features = Object.keys(scopesOfFeature) as Feature[];
