import type { AlertKind } from "@/lib/db/tables/alerts";
import { alertKinds, thresholds } from "./schema";

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
