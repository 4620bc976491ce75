import { z } from "zod";
import type { DeviceId, SiteId } from "@/lib/access/types";

export const placementSchema = z.object({
  deviceIds: z
    .array(z.uuid().transform((id) => id as DeviceId))
    .min(1)
    .max(1000),
  siteId: z.uuid().transform((id) => id as SiteId),
});
export type PlacementInput = z.output<typeof placementSchema>;

/** How the address of the list is read (parseListState). Attention first: that is what the page is opened for. */
export const deviceList = {
  sortable: ["attention", "name", "site", "battery", "seen", "firmware"],
  defaultSort: "attention",
  filters: ["site", "area", "type", "state", "battery", "reach", "firmware", "attention"],
  hidden: ["keypad", "people"],
  pageSize: 50,
} as const;

/** Smart locks and doors, what this release does not know, openers, and all of them together. */
export const typeFilters = ["0", "3", "4", "5", "other", "2", "all"] as const;
export const batteryFilters = ["low", "lock", "keypad", "sensor"] as const;
export const attentionFilters = ["any", "battery", "time_zone", "no_site"] as const;

/** How the address of the credentials at one door is read. */
export const doorCredentialList = {
  sortable: ["name", "state"],
  defaultSort: "name",
  filters: ["state"],
  pageSize: 25,
} as const;
