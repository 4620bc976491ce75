import type { ScheduleId } from "@/lib/access/types";
import type { NamedStaffRecord } from "@/lib/staff/record";
import { nameOf, type StaffInput } from "@/lib/staff/schema";
import type { VisitInput } from "./schema";

type Rule = StaffInput["rules"][number];

/** A new visitor as a member of staff: one keypad code, one rule, no app. */
export function staffOfVisit(visit: VisitInput, scheduleId: ScheduleId): StaffInput {
  return {
    ...personOf(visit),
    displayName: "",
    externalId: "",
    email: "",
    notes: "",
    teamIds: [],
    rules: [ruleOf(visit, scheduleId, null)],
  };
}

/** The member of staff with what the visit's form says; what it does not show stays. */
export function revisedStaff(
  record: NamedStaffRecord,
  visit: VisitInput,
  scheduleId: ScheduleId | null,
): StaffInput {
  const before = inputOf(record);
  const [rule = null] = before.rules;
  const called = nameOf({ ...before, displayName: "" });
  return {
    ...before,
    ...personOf(visit),
    // A name of its own is kept; one that was put together follows its parts.
    displayName: before.displayName === called ? "" : before.displayName,
    rules: scheduleId === null ? before.rules : [ruleOf(visit, scheduleId, rule)],
  };
}

/** A stored person as the form of staff would send it unchanged. */
export function inputOf({ values, teamIds, rules }: NamedStaffRecord): StaffInput {
  return {
    ...values,
    externalId: values.externalId ?? "",
    email: values.email ?? "",
    firstDay: values.firstDay ?? "",
    lastDay: values.lastDay ?? "",
    teamIds: [...teamIds],
    rules: rules.map(({ areaId, scheduleId, app, keypad, remote, firstDay, lastDay }) => ({
      ...{ areaId, scheduleId, app, keypad, remote },
      firstDay: firstDay ?? "",
      lastDay: lastDay ?? "",
    })),
  };
}

function personOf({ firstName, lastName, company, kind, language, firstDay, lastDay }: VisitInput) {
  return { firstName, lastName, department: company, kind, language, firstDay, lastDay };
}

function ruleOf({ areaId }: VisitInput, scheduleId: ScheduleId, before: Rule | null): Rule {
  const means = before ?? { app: false, keypad: true, remote: false };
  // The days of the visit are the person's: a rule with an end of its own could not be extended.
  return {
    ...{ areaId, scheduleId, app: means.app, keypad: means.keypad, remote: means.remote },
    firstDay: "",
    lastDay: "",
  };
}
