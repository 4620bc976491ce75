import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/audit/canonical-json";
import type { Change } from "@/lib/import/changes";
import type { Directory, WantedRule } from "@/lib/import/directory";
import type { Leaver } from "@/lib/import/leavers";
import type { MatchedRow } from "@/lib/import/match";
import { lookupIn } from "@/lib/import/names-in-directory";
import { ruleContext, ruleKey } from "@/lib/import/wanted-rules";

/**
 * A short text that stays the same as long as a file does the same to people. An import makes areas and schedules for its
 * first rows, which its last rows then find: so a rule counts as what it grants, not as how it is written down.
 */
export function peopleHash(
  rows: readonly MatchedRow[],
  leavers: readonly Leaver[],
  directory: Directory,
): string {
  const context = ruleContext(directory, lookupIn(directory), { access: "keypad", hours: null });
  const keysOf = (rules: readonly WantedRule[]) => [
    ...new Set(rules.map((rule) => ruleKey(rule, context)).sort()),
  ];
  const people = [
    ...[...rows]
      .sort((a, b) => a.line - b.line)
      .map((row) => [row.line, row.outcome, "staffId" in row ? row.staffId : null, detailOf(row, keysOf)]),
    ...leavers
      .map(({ staffId }) => staffId)
      .sort()
      .map((staffId) => ["leaves", staffId]),
  ];
  return createHash("sha256").update(canonicalJson(people)).digest("hex").slice(0, 16);
}

type KeysOf = (rules: readonly WantedRule[]) => string[];

function detailOf(row: MatchedRow, keysOf: KeysOf) {
  if (row.outcome === "update") return row.changes.map((change) => changeOf(change, keysOf));
  if (row.outcome !== "add") return null;
  const { rules, teamIds, ...values } = row.values;
  return [{ ...values, rules: keysOf(rules), teamIds: [...teamIds].sort() }, row.pin !== null];
}

function changeOf(change: Change, keysOf: KeysOf) {
  const { field } = change;
  if (field === "access") return { field, from: keysOf(change.from), to: keysOf(change.to) };
  if (field === "teams") return { field, from: [...change.from].sort(), to: [...change.to].sort() };
  return change;
}
