import type {
  AreaId,
  DeviceId,
  LocalDate,
  ScheduleId,
  SiteId,
  StaffId,
  TeamId,
  TimeWindow,
} from "@/lib/access/types";
import type { StaffLanguage } from "./fields";

export type RuleTarget = { readonly areaId: AreaId } | { readonly deviceId: DeviceId };
export type RuleHours = { readonly scheduleId: ScheduleId } | { readonly window: TimeWindow };

/** A personal rule in the words of the file: a door or an area, at certain hours. */
export interface WantedRule {
  readonly target: RuleTarget;
  readonly hours: RuleHours;
  readonly app: boolean;
  readonly keypad: boolean;
  readonly remote: boolean;
  readonly firstDay: LocalDate | null;
  readonly lastDay: LocalDate | null;
}

/** Everything about a staff member that a file can say. */
export interface StaffValues {
  readonly externalId: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: StaffLanguage | null;
  readonly department: string | null;
  readonly notes: string | null;
  readonly firstDay: LocalDate | null;
  readonly lastDay: LocalDate | null;
  readonly teamIds: readonly TeamId[];
  readonly rules: readonly WantedRule[];
}

export interface ExistingStaff extends StaffValues {
  readonly id: StaffId;
  readonly status: "active" | "suspended" | "removed";
}

/** What a file is compared with. */
export interface Directory {
  readonly staff: readonly ExistingStaff[];
  readonly teams: readonly { readonly id: TeamId; readonly name: string }[];
  readonly areas: readonly {
    readonly id: AreaId;
    readonly name: string;
    readonly deviceIds: readonly DeviceId[];
  }[];
  readonly devices: readonly { readonly id: DeviceId; readonly name: string; readonly siteId: SiteId }[];
  readonly schedules: readonly {
    readonly id: ScheduleId;
    readonly name: string;
    readonly windows: readonly TimeWindow[];
  }[];
}
