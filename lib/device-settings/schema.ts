import { z } from "zod";
import type { DeviceId } from "@/lib/access/types";

const deviceId = z.uuid().transform((id) => id as DeviceId);
const value = z.union([z.boolean(), z.int(), z.string().max(100)]);

export const settingChangesSchema = z.object({
  deviceId,
  changes: z
    .array(
      z.object({
        part: z.enum(["config", "advanced", "opener", "smartdoor"]),
        member: z.string().min(1).max(60),
        /** What the person saw: if the device has something else by now, nothing is written. */
        before: value,
        after: value,
      }),
    )
    .min(1)
    .max(30),
});
export type SettingChangesInput = z.output<typeof settingChangesSchema>;

export const renameSchema = z.object({
  deviceId,
  before: z.string().max(200),
  name: z.string().trim().min(1, "common.problem.required").max(32),
});
export type RenameInput = z.output<typeof renameSchema>;

/** What to do about a setting that was changed elsewhere meanwhile. */
export const resolveSchema = z.object({
  changeId: z.uuid(),
  /** The value of the device that the person saw when deciding. */
  seen: value.nullable(),
  take: z.enum(["device", "mine"]),
});
export type ResolveInput = z.output<typeof resolveSchema>;

export const syncSchema = z.object({ deviceId });
