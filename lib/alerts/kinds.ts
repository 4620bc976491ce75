import { type AlertKind, alertKinds } from "@/lib/db/tables/alerts";

/** What a threshold counts. */
export type ThresholdUnit = "percent" | "minutes" | "hours" | "count";

export interface Threshold {
  readonly unit: ThresholdUnit;
  readonly usual: number;
  readonly min: number;
  readonly max: number;
}

/** Every kind of alert with the threshold that somebody may change; null: there is nothing to choose. */
export const thresholds: Readonly<Record<AlertKind, Threshold | null>> = {
  battery_critical: null,
  battery_low: { unit: "percent", usual: 20, min: 5, max: 60 },
  device_offline: { unit: "minutes", usual: 15, min: 1, max: 1_440 },
  bridge_down: { unit: "minutes", usual: 10, min: 1, max: 1_440 },
  door_open: { unit: "minutes", usual: 10, min: 1, max: 1_440 },
  wrong_codes: { unit: "count", usual: 5, min: 2, max: 50 },
  motor_blocked: null,
  continuous_mode: { unit: "minutes", usual: 60, min: 1, max: 1_440 },
  time_zone: null,
  token_broken: { unit: "minutes", usual: 5, min: 1, max: 1_440 },
  webhook_broken: null,
  change_waiting: { unit: "hours", usual: 24, min: 1, max: 168 },
};

export interface AlertRule {
  readonly enabled: boolean;
  readonly threshold: number | null;
}

export type AlertRules = Readonly<Record<AlertKind, AlertRule>>;

/** The rules in force: what somebody changed, and the defaults of everything else. */
export function rulesOf(
  changed: readonly {
    readonly kind: AlertKind;
    readonly enabled: boolean;
    readonly threshold: number | null;
  }[],
): AlertRules {
  const entries = alertKinds.map((kind) => {
    const own = changed.find((rule) => rule.kind === kind);
    const usual = thresholds[kind]?.usual ?? null;
    return [kind, { enabled: own?.enabled ?? true, threshold: own?.threshold ?? usual }] as const;
  });
  return Object.fromEntries(entries) as Record<AlertKind, AlertRule>;
}
