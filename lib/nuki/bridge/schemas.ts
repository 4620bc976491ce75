import { z } from "zod";
import { storable } from "@/lib/nuki/text";

const count = z.number().int().nonnegative();
const text = z.string().max(100).transform(storable);
/** Seconds that a database and a date can hold: 68 years. */
const seconds = count.max(2_147_483_647);

/** What `/info` tells. `wlanConnected` is not in the document, yet real bridges send it. */
export const infoSchema = z.object({
  ids: z.object({ hardwareId: count.optional(), serverId: count.optional() }).optional(),
  versions: z
    .object({
      firmwareVersion: text.optional(),
      wifiFirmwareVersion: text.optional(),
      appVersion: text.optional(),
    })
    .optional(),
  uptime: seconds.optional(),
  currentTime: z.string().max(40).optional(),
  serverConnected: z.boolean(),
  wlanConnected: z.boolean().optional(),
  scanResults: z
    .array(
      z.object({
        nukiId: count,
        deviceType: count.optional(),
        rssi: z.number().int().optional(),
        paired: z.boolean().optional(),
      }),
    )
    .max(500)
    .default([]),
});

/** What `/list` tells. Right after a restart the bridge knows no states at all. */
export const listSchema = z
  .array(
    z.object({
      nukiId: count,
      deviceType: count.optional(),
      lastKnownState: z
        .object({
          timestamp: z.string().max(40).optional(),
          batteryCritical: z.boolean().optional(),
          keypadBatteryCritical: z.boolean().optional(),
        })
        .nullish(),
    }),
  )
  .max(500);

export type BridgeInfo = z.output<typeof infoSchema>;
export type BridgeList = z.output<typeof listSchema>;
