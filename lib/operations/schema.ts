import { z } from "zod";
import type { DeviceId } from "@/lib/access/types";
import type { OperationKind } from "@/lib/db/schema";

const kinds = [
  "unlock",
  "lock",
  "unlatch",
  "lock_n_go",
  "open",
  "ring_to_open_on",
  "ring_to_open_off",
  "continuous_on",
  "continuous_off",
] as const satisfies readonly OperationKind[];

export const operationKindSchema = z.enum(kinds);

/** One press of a button that moves a door. */
export const pressSchema = z.object({
  deviceId: z.uuid().transform((id) => id as DeviceId),
  kind: operationKindSchema,
  /** Made by the browser for one press, so that the same press arriving twice is one. */
  pressId: z.uuid(),
  reason: z.string().trim().max(200),
});

export type Press = z.output<typeof pressSchema>;

export const pressIdSchema = z.object({ pressId: z.uuid() });
