import { z } from "zod";
import type { DeviceId, StaffId, TeamId } from "@/lib/access/types";
import type { RotationId, RotationMode, RotationReason, RotationScope } from "@/lib/db/tables/codes";
import { parseMinute } from "@/lib/time/minutes";
import { instantAt, isLocalDate, isTimeZone } from "@/lib/time/zones";

export const reasons = [
  "compromised",
  "leaver",
  "reprint",
  "routine",
] as const satisfies readonly RotationReason[];
export const modes = ["seamless", "at_once"] as const satisfies readonly RotationMode[];
export const scopeKinds = [
  "staff",
  "team",
  "door",
  "all",
] as const satisfies readonly RotationScope["kind"][];
export type ScopeKind = (typeof scopeKinds)[number];

export const rotationIdSchema = z.uuid().transform((id) => id as RotationId);

/** One bulk action on a list page brings fewer; more people than this are a team, a door or everybody. */
export const mostPeople = 500;

const idOrNone = z.union([z.literal(""), z.uuid()]);

export const rotationSchema = z
  .object({
    kind: z.enum(scopeKinds),
    staffIds: z.array(z.uuid()).max(mostPeople),
    teamId: idOrNone,
    deviceId: idOrNone,
    reason: z.enum(reasons),
    mode: z.enum(modes),
    /** Do the old codes stay until a time, also where the new ones work already? */
    keep: z.boolean(),
    keepDay: z.string(),
    keepTime: z.string(),
    when: z.enum(["now", "later"]),
    day: z.string(),
    time: z.string(),
    timeZone: z.string().refine(isTimeZone),
    note: z.string().trim().max(500),
  })
  .superRefine((input, context) => {
    const problem = (path: keyof typeof input, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (input.kind === "staff" && input.staffIds.length === 0) problem("staffIds", "rotations.problem.staff");
    if (input.kind === "team" && input.teamId === "") problem("teamId", "rotations.problem.team");
    if (input.kind === "door" && input.deviceId === "") problem("deviceId", "rotations.problem.door");
    if (isLater(input)) {
      if (!isLocalDate(input.day)) problem("day", "rotations.problem.day");
      if (parseMinute(input.time) === null) problem("time", "rotations.problem.time");
    }
    if (keepsOld(input)) {
      if (!isLocalDate(input.keepDay)) problem("keepDay", "rotations.problem.day");
      if (parseMinute(input.keepTime) === null) problem("keepTime", "rotations.problem.time");
    }
  });

export type RotationFormValues = z.input<typeof rotationSchema>;
export type RotationInput = z.output<typeof rotationSchema>;

/** What a rotation does, from the form's days and times to instants. */
export interface Terms {
  readonly scope: RotationScope;
  readonly reason: RotationReason;
  readonly mode: RotationMode;
  readonly note: string;
  /** Null: no longer than it takes to see the new code at the door. */
  readonly keepOldUntil: Date | null;
  /** Null: now. */
  readonly startsAt: Date | null;
}

/** A code that somebody else may know waits for nothing: whatever else was chosen, it stops at once and now. */
export function termsOf(input: RotationInput): Terms {
  const { reason, note, timeZone } = input;
  return {
    scope: scopeOf(input),
    reason,
    note,
    mode: reason === "compromised" ? "at_once" : input.mode,
    keepOldUntil: keepsOld(input) ? dateAt(input.keepDay, input.keepTime, timeZone) : null,
    startsAt: isLater(input) ? dateAt(input.day, input.time, timeZone) : null,
  };
}

/** Which field's time lies behind the time that it must come after, or null. */
export function outdatedField({ startsAt, keepOldUntil }: Terms, now: Date): "day" | "keepDay" | null {
  if (startsAt !== null && startsAt <= now) return "day";
  if (keepOldUntil !== null && keepOldUntil <= (startsAt ?? now)) return "keepDay";
  return null;
}

/** A door or everybody is more than a list that somebody has just ticked: the number is typed to confirm it. */
export function asksForCount(kind: ScopeKind): boolean {
  return kind === "door" || kind === "all";
}

function isLater({ reason, when }: Pick<RotationInput, "reason" | "when">): boolean {
  return reason !== "compromised" && when === "later";
}

function keepsOld({ reason, mode, keep }: Pick<RotationInput, "reason" | "mode" | "keep">): boolean {
  return reason !== "compromised" && mode === "seamless" && keep;
}

function scopeOf({ kind, staffIds, teamId, deviceId }: RotationInput): RotationScope {
  switch (kind) {
    case "staff":
      return { kind, staffIds: [...new Set(staffIds)] as StaffId[] };
    case "team":
      return { kind, teamId: teamId as TeamId };
    case "door":
      return { kind, deviceId: deviceId as DeviceId };
    case "all":
      return { kind };
    default:
      return kind satisfies never;
  }
}

function dateAt(day: string, time: string, timeZone: string): Date {
  return new Date(instantAt(day, parseMinute(time) ?? 0, timeZone));
}

export const rotationStates = ["planned", "running", "finished", "cancelled"] as const;
export type RotationState = (typeof rotationStates)[number];

/** How the address of the list is read (parseListState). */
export const rotationList = {
  sortable: ["starts", "created"],
  defaultSort: "-created",
  filters: ["state", "reason"],
  pageSize: 50,
} as const;

export const personStates = ["open", "done", "skipped"] as const;
export type PersonState = (typeof personStates)[number];

/** The people of one rotation. */
export const peopleList = {
  sortable: ["name"],
  defaultSort: "name",
  filters: ["progress"],
  pageSize: 25,
} as const;

/** Why somebody gets no new code. */
export const skipReasons = ["left", "no_code", "no_keypad", "elsewhere", "no_code_left"] as const;
export type SkipReason = (typeof skipReasons)[number];
