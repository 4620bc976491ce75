import { z } from "zod";
import type { AccountId } from "@/lib/access/types";

const accountId = z.uuid().transform((id) => id as AccountId);

export const webhookAccountSchema = z.object({ accountId });

export const webhookOffSchema = z.object({ accountId, kind: z.enum(["central", "decentral"]) });

export const webhookSecretSchema = z.object({
  accountId,
  secret: z
    .string()
    .trim()
    .min(8, "live.problem.secretTooShort")
    .max(512, "live.problem.secretTooLong")
    .regex(/^[\x21-\x7e]*$/, "live.problem.secretCharacters"),
});
