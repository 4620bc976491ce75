import { z } from "zod";
import type { SiteId } from "@/lib/access/types";

export const siteIdSchema = z.uuid().transform((id) => id as SiteId);

export const siteSchema = z.object({
  name: z.string().trim().min(1).max(80),
  timeZone: z.string().min(1).max(60),
  /** May its doors be opened from afar, and must the person say why? */
  remoteOpening: z.boolean(),
  reasonRequired: z.boolean(),
});

export type SiteInput = z.output<typeof siteSchema>;
