import { z } from "zod";
import { type DeviceId, type StaffId, withdrawnParts } from "@/lib/access/types";
import { withoutCodes } from "@/lib/access/without-codes";

/** The form: what one person loses at one door, and why. */
export const withdrawalSchema = z.object({
  staffId: z.uuid().transform((id) => id as StaffId),
  deviceId: z.uuid().transform((id) => id as DeviceId),
  part: z.enum(withdrawnParts),
  reason: z.string().trim().min(1, "withdrawals.problem.reason").max(200).transform(withoutCodes),
});

/** What it would do does not depend on why. */
export const withdrawalPreviewSchema = withdrawalSchema.omit({ reason: true });

export type WithdrawalInput = z.output<typeof withdrawalSchema>;

export const withdrawalIdSchema = z.uuid();
