import { z } from "zod";
import type { AreaId, DeviceId } from "@/lib/access/types";

export const areaIdSchema = z.uuid().transform((id) => id as AreaId);

const doorId = z.uuid().transform((id) => id as DeviceId);

export const areaSchema = z.object({
  name: z.string().trim().min(1).max(80),
  deviceIds: z.array(doorId).max(1000),
});

/** What the form was filled with, what it says now, and which withdrawals are taken along (lib/areas/swap.ts). */
export const areaUpdateSchema = z.object({
  areaId: areaIdSchema,
  version: z.string().max(50_000),
  area: areaSchema,
  takeAlong: z.array(z.object({ from: doorId, to: doorId })).max(1000),
});

/** The areas of one door: what the person saw, and what it shall be in. */
export const doorAreasSchema = z.object({
  deviceId: doorId,
  before: z.array(areaIdSchema).max(1000),
  areaIds: z.array(areaIdSchema).max(1000),
});
export type DoorAreasInput = z.output<typeof doorAreasSchema>;

export type AreaInput = z.output<typeof areaSchema>;

/** How the address of the list is read (parseListState). */
export const areaList = {
  sortable: ["name", "doors", "rules", "people"],
  defaultSort: "name",
  filters: ["site"],
  pageSize: 50,
} as const;
