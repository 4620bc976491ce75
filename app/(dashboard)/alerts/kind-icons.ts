import type { IconName } from "@/components/ui/icon";
import type { AlertRow } from "@/lib/alerts/queries";

export const kindIcons: Readonly<Record<AlertRow["kind"], IconName>> = {
  battery_critical: "battery-warning",
  battery_low: "battery-low",
  device_offline: "wifi-off",
  bridge_down: "router",
  door_open: "door-open",
  wrong_codes: "keyboard",
  motor_blocked: "lock-open",
  continuous_mode: "timer-off",
  time_zone: "clock-alert",
  token_broken: "plug",
  webhook_broken: "webhook",
  change_waiting: "hourglass",
};
