import { z } from "zod";
import type { SiteId } from "@/lib/access/types";

export const siteIdSchema = z.uuid().transform((id) => id as SiteId);

export const siteSchema = z.object({
  name: z.string().trim().min(1).max(80),
  timeZone: z.string().min(1).max(60),
});

export type SiteInput = z.output<typeof siteSchema>;
