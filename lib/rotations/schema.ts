import { z } from "zod";
import { withoutCodes } from "@/lib/access/without-codes";
import type { RotationId, RotationMode, RotationReason, RotationScope } from "@/lib/db/tables/codes";
import { parseMinute } from "@/lib/time/minutes";

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

const isDay = (value: string) => z.iso.date().safeParse(value).success;
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
    timeZone: z.string().refine(isZone),
    note: z.string().trim().max(500).transform(withoutCodes),
  })
  .superRefine((input, context) => {
    const problem = (path: keyof typeof input, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (input.kind === "staff" && input.staffIds.length === 0) problem("staffIds", "rotations.problem.staff");
    if (input.kind === "team" && input.teamId === "") problem("teamId", "rotations.problem.team");
    if (input.kind === "door" && input.deviceId === "") problem("deviceId", "rotations.problem.door");
    if (isLater(input)) {
      if (!isDay(input.day)) problem("day", "rotations.problem.day");
      if (parseMinute(input.time) === null) problem("time", "rotations.problem.time");
    }
    if (keepsOld(input)) {
      if (!isDay(input.keepDay)) problem("keepDay", "rotations.problem.day");
      if (parseMinute(input.keepTime) === null) problem("keepTime", "rotations.problem.time");
    }
  });

export type RotationFormValues = z.input<typeof rotationSchema>;
export type RotationInput = z.output<typeof rotationSchema>;

/** A door or everybody is more than a list that somebody has just ticked: the number is typed to confirm it. */
export function asksForCount(kind: ScopeKind): boolean {
  return kind === "door" || kind === "all";
}

/** lib/time knows zones too, but the form would carry all of its calendar to the browser. */
function isZone(timeZone: string): boolean {
  try {
    return /^[A-Za-z]/.test(timeZone) && Boolean(new Intl.DateTimeFormat("en", { timeZone }));
  } catch {
    return false;
  }
}

/** Does it begin at a time? */
export function isLater({ reason, when }: Pick<RotationInput, "reason" | "when">): boolean {
  return reason !== "compromised" && when === "later";
}

/** Do old codes stay until a time? */
export function keepsOld({ reason, mode, keep }: Pick<RotationInput, "reason" | "mode" | "keep">): boolean {
  return reason !== "compromised" && mode === "seamless" && keep;
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
