import { z } from "zod";
import type { DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";

const deviceId = z.uuid().transform((id) => id as DeviceId);

/** What asks for somebody at a keypad, most urgent first; also the filter of the list. */
export const keypadAttentions = ["burst", "battery", "full", "nearly_full", "expired"] as const;
export type KeypadAttention = (typeof keypadAttentions)[number];

/** A full keypad is found among the nearly full ones. */
export const keypadFilters = ["any", "nearly_full", "battery", "burst", "expired"] as const;

/** How the address of the list is read (parseListState). */
export const keypadList = {
  sortable: ["attention", "name", "site", "slots", "wrong", "used"],
  defaultSort: "attention",
  filters: ["site", "attention", "model"],
  pageSize: 50,
} as const;

/**
 * What a code on a keypad is: ours and as wanted, ours with something under way, somebody else's, or past its own last day
 * (ours or not), which opens nothing and takes a place all the same.
 */
export const standings = ["ours", "pending", "unmanaged", "expired", "expired_unmanaged"] as const;
export type Standing = (typeof standings)[number];

/** How the address of the codes of one keypad is read. */
export const codeList = {
  sortable: ["name", "standing", "until", "used"],
  defaultSort: "standing",
  filters: ["standing"],
  pageSize: 25,
} as const;

export const cleanUpSchema = z.object({ deviceIds: z.array(deviceId).min(1).max(1000) });
export type CleanUpInput = z.output<typeof cleanUpSchema>;

export const adoptionSchema = z.object({
  deviceId,
  authId: z
    .string()
    .min(1)
    .max(64)
    .transform((id) => id as NukiAuthId),
  staffId: z.uuid().transform((id) => id as StaffId),
  /** Whose digits are typed from now on: the person's own ones, or those that are on the keypad. */
  code: z.enum(["own", "this"]),
  /** The same digits at other doors too. */
  everywhere: z.boolean(),
});
export type AdoptionInput = z.output<typeof adoptionSchema>;
