import type { TeamId } from "@/lib/access/types";
import type { ExistingStaff, StaffValues, WantedRule } from "./directory";
import type { ImportField } from "./fields";
import { joinName } from "./values/names";
import { type RuleContext, sameRules } from "./wanted-rules";

/** One difference that a row makes, old and new. A code is named and never shown. */
export type Change =
  | { readonly field: TextField; readonly from: string | null; readonly to: string | null }
  | { readonly field: "status"; readonly from: ExistingStaff["status"]; readonly to: ExistingStaff["status"] }
  | { readonly field: "teams"; readonly from: readonly TeamId[]; readonly to: readonly TeamId[] }
  | { readonly field: "access"; readonly from: readonly WantedRule[]; readonly to: readonly WantedRule[] }
  | { readonly field: "pin"; readonly from: null; readonly to: null };

type TextField = Extract<
  ImportField,
  | "external_id"
  | "first_name"
  | "last_name"
  | "display_name"
  | "email"
  | "language"
  | "department"
  | "notes"
  | "valid_from"
  | "valid_until"
>;

const TEXTS: readonly (readonly [TextField, (values: StaffValues) => string | null])[] = [
  ["external_id", (values) => values.externalId],
  ["first_name", (values) => values.firstName],
  ["last_name", (values) => values.lastName],
  ["display_name", (values) => values.name],
  ["email", (values) => values.email],
  ["language", (values) => values.language],
  ["department", (values) => values.department],
  ["notes", (values) => values.notes],
  ["valid_from", (values) => values.firstDay],
  ["valid_until", (values) => values.lastDay],
];

/** What would be different for a staff member; empty when the row changes nothing. */
export function changesBetween(
  staff: ExistingStaff,
  values: StaffValues,
  hasNewCode: boolean,
  rules: RuleContext,
): Change[] {
  const changes: Change[] = [];
  // Whoever was removed and is in the file again comes back.
  if (staff.status === "removed") changes.push({ field: "status", from: "removed", to: "active" });
  // A name that is just both parts together is not told a second time.
  const isJoined = (of: StaffValues) => of.name === joinName(of.firstName, of.lastName);
  const skipName = isJoined(staff) && isJoined(values);
  for (const [field, take] of TEXTS) {
    if (field === "display_name" && skipName) continue;
    const [from, to] = [take(staff), take(values)];
    if (comparable(field, from) !== comparable(field, to)) changes.push({ field, from, to });
  }
  if (!sameSet(staff.teamIds, values.teamIds)) {
    changes.push({ field: "teams", from: staff.teamIds, to: values.teamIds });
  }
  if (!sameRules(staff.rules, values.rules, rules)) {
    changes.push({ field: "access", from: staff.rules, to: values.rules });
  }
  if (hasNewCode) changes.push({ field: "pin", from: null, to: null });
  return changes;
}

/** Nothing and an empty text are one; addresses do not care for case. */
function comparable(field: TextField, value: string | null): string {
  return field === "email" ? (value ?? "").toLowerCase() : (value ?? "");
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((value) => b.includes(value)));
}
