import { z } from "zod";
import type { DeviceId } from "@/lib/access/types";
import { withoutCodes } from "@/lib/access/without-codes";
import { staffIdSchema } from "@/lib/staff/schema";

/** Six digits as somebody reads them from a slip: `583 946`. Which of them a code may have is not asked here. */
const digits = z
  .string()
  .max(20)
  .transform((text) => text.replace(/[\s-]/g, ""))
  .refine((text) => /^\d{6}$/.test(text), "codes.problem.digits");

export const personSchema = z.object({ staffId: staffIdSchema });

export const findCodeSchema = z.object({ digits });

export const typedCodeSchema = z.object({ staffId: staffIdSchema, digits });
export type TypedCode = z.output<typeof typedCodeSchema>;

/** Why somebody gets a new code at once. */
export const newCodeReasons = ["compromised", "none_yet"] as const;
export const newCodeSchema = z.object({ staffId: staffIdSchema, reason: z.enum(newCodeReasons) });
export type NewCode = z.output<typeof newCodeSchema>;

export const doorCodesSchema = z.object({
  deviceId: z.uuid().transform((id) => id as DeviceId),
  // It stays in the audit trail, where no code may stand: not even one that somebody gives as the reason.
  reason: z.string().trim().min(5).max(200).transform(withoutCodes),
});
export type DoorCodesInput = z.output<typeof doorCodesSchema>;
