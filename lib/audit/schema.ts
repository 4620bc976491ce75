import { z } from "zod";

export const anchorSchema = z.object({
  /** The hash of an event that was written down earlier; empty: none. */
  anchor: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^([0-9a-f]{64})?$/),
});
