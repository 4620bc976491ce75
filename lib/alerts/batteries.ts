import type { Instant } from "@/lib/access/types";
import type { BatteryPart } from "@/lib/db/tables/doors";
import { daysUntil } from "./battery-trend";
import type { DeviceSight } from "./snapshot-types";

/** How much a battery wants to be changed: now, on this round, or on one of the next weeks. */
export const urgencies = ["critical", "low", "soon"] as const;
export type Urgency = (typeof urgencies)[number];

/** What to take along; the words are in alerts.round.battery. */
export type BatterySort = "aa4" | "aa4_or_pack" | "aaa4" | "cr2450" | "see_device";

export interface BatteryNeed {
  readonly part: BatteryPart;
  readonly urgency: Urgency;
  readonly charge: number | null;
  /** Until it is almost empty, where its readings tell. */
  readonly days: number | null;
  readonly sort: BatterySort;
}

const emptyCharge = 10;
const soonDays = 30;

/** The batteries of a device that a round should change. Keypads and sensors tell only that they are almost empty. */
export function needsOf(
  device: Pick<
    DeviceSight,
    | "type"
    | "batteryCritical"
    | "batteryCharge"
    | "batteryCharging"
    | "keypadBatteryCritical"
    | "doorsensorBatteryCritical"
    | "charges"
  >,
  lowCharge: number,
  now: Instant,
): BatteryNeed[] {
  const { batteryCharge: charge } = device;
  const days = daysUntil(device.charges, emptyCharge, now);
  const urgency = urgencyOf(device, days, lowCharge);
  const needs: BatteryNeed[] = [];
  if (urgency) {
    const rounded = days === null ? null : Math.round(days);
    needs.push({ part: "lock", urgency, charge, days: rounded, sort: sortOf(device.type) });
  }
  const flag = { urgency: "critical", charge: null, days: null } as const;
  if (device.keypadBatteryCritical) needs.push({ ...flag, part: "keypad", sort: "aaa4" });
  if (device.doorsensorBatteryCritical) needs.push({ ...flag, part: "sensor", sort: "cr2450" });
  return needs;
}

function urgencyOf(
  {
    batteryCritical,
    batteryCharge,
    batteryCharging,
  }: Pick<DeviceSight, "batteryCritical" | "batteryCharge" | "batteryCharging">,
  days: number | null,
  lowCharge: number,
): Urgency | null {
  if (batteryCritical) return "critical";
  if (batteryCharge === null || batteryCharging === true) return null;
  if (batteryCharge <= lowCharge) return "low";
  return days !== null && days <= soonDays ? "soon" : null;
}

/** What a device runs on. By model, as far as the Web API tells which one it is. */
export function sortOf(type: number): BatterySort {
  switch (type) {
    case 0:
      return "aa4";
    case 2:
      return "aaa4";
    case 4:
      return "aa4_or_pack";
    default:
      return "see_device";
  }
}
