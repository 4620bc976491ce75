import { z } from "zod";
import type { AlertId, AlertKind, ChannelId } from "@/lib/db/tables/alerts";

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

export const alertKinds = Object.keys(thresholds) as AlertKind[];

/** The views of the alerts, by what they ask of a person. */
export const alertTabs = ["open", "acknowledged", "resolved"] as const;
export type AlertTab = (typeof alertTabs)[number];

/** The view that an address names; anything else is the first one. */
export function alertTabOf(value: unknown): AlertTab {
  return alertTabs.find((tab) => tab === value) ?? "open";
}

export const severities = ["critical", "warning"] as const;

/** How the address of the list is read (parseListState). */
export const alertList = {
  sortable: ["what", "since"],
  defaultSort: "what",
  filters: ["kind", "severity", "site"],
  pageSize: 50,
} as const;

const longestNote = 500;

export const acknowledgeSchema = z.object({
  alertIds: z
    .array(z.uuid().transform((id) => id as AlertId))
    .min(1)
    .max(1_000),
  note: z.string().trim().max(longestNote),
});

export const ruleSchema = z
  .object({
    kind: z.enum(alertKinds),
    enabled: z.boolean(),
    threshold: z.coerce.number<string | number>().int().nullable(),
  })
  .refine(({ kind, threshold }) => isThreshold(kind, threshold), {
    path: ["threshold"],
    message: "alerts.rule.problem",
  });

function isThreshold(kind: AlertKind, value: number | null): boolean {
  const limits = thresholds[kind];
  if (limits === null || value === null) return limits === null && value === null;
  return value >= limits.min && value <= limits.max;
}

export const channelKinds = ["mail", "webhook"] as const;
export const channelModes = ["single", "daily"] as const;
export const channelLanguages = ["en", "de"] as const;

/** The form of a channel. No kinds means all of them, those that a later release adds too. */
export const channelSchema = z
  .object({
    kind: z.enum(channelKinds),
    target: z.string().trim().min(1).max(500),
    mode: z.enum(channelModes),
    /** The clock's time at which a daily mail goes out. */
    digestTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "common.problem.invalid"),
    language: z.enum(channelLanguages),
    kinds: z.array(z.enum(alertKinds)),
  })
  .refine(({ kind, target }) => kind !== "mail" || z.email().safeParse(target).success, {
    path: ["target"],
    message: "alerts.channel.problem.mail",
  })
  .refine(({ kind, target }) => kind !== "webhook" || /^https?:\/\/[^\s]+$/i.test(target), {
    path: ["target"],
    message: "alerts.channel.problem.webhook",
  });

export type ChannelInput = z.output<typeof channelSchema>;

export const channelIdSchema = z.object({ channelId: z.uuid().transform((id) => id as ChannelId) });
export const channelSwitchSchema = channelIdSchema.extend({ enabled: z.boolean() });
