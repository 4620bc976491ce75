import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import de from "@/lib/i18n/messages/de/audit.json";
import en from "@/lib/i18n/messages/en/audit.json";
import type { StaffValues } from "@/lib/staff/write";
import { eventMembers, eventWords } from "./members";

/** Where details are made: the values named so, and what these functions answer. */
const places = [
  /\b(?:detail|before|after)\s*(?:=|:)\s*(?=\{)/g,
  /\bfunction (?:auditForm|termsDetail|proveEntries|proveRows)\b[^{]*\{?[^{]*\{[^{]*return\s+(?=\{)/g,
];

/** The members of the object that begins here, also of those within it and of what is spread into it. */
function membersOf(source: string, start: number): string[] {
  const found: string[] = [];
  const open: string[] = [];
  const tokens = /"[^"\n]*"|`[^`]*`|\.{3}|[A-Za-z_]\w*|\S/g;
  tokens.lastIndex = start;
  let before = "";
  for (let match = tokens.exec(source); match; match = tokens.exec(source)) {
    const [token] = match;
    if ("([{".includes(token)) open.push(token);
    else if (")]}".includes(token)) open.pop();
    else if (open.at(-1) === "{" && /^[A-Za-z_]\w*$/.test(token) && /^[{,]$/.test(before)) {
      const next = /\S/.exec(source.slice(tokens.lastIndex))?.[0] ?? "";
      if (",:}".includes(next)) found.push(token);
    }
    before = token;
    if (open.length === 0) break;
  }
  return found;
}

function membersIn(source: string): string[] {
  return places.flatMap((place) =>
    [...source.matchAll(place)].flatMap((match) => membersOf(source, match.index + match[0].length)),
  );
}

const recording = globSync("lib/**/*.ts")
  .filter((file) => !/\.i?test\.ts$|\.bench\.ts$|simulator|testing/.test(file))
  .map((file) => ({ file, source: readFileSync(file, "utf8") }))
  .filter(({ source }) => /audit\/record"|function auditForm|\baudit: \[|lib\/changes\/edit"/.test(source));

/** Taken apart on the way into a detail, and not in it. */
const passing = ["before", "after", "areaName", "scheduleName"];

const ofStaff: Record<keyof StaffValues, true> = {
  ...{ externalId: true, firstName: true, lastName: true, displayName: true, email: true, language: true },
  ...{ department: true, kind: true, notes: true, firstDay: true, lastDay: true },
};

describe("what events hold", () => {
  test("is found in the sources", () => {
    const source =
      'const detail = { name, after: { ...{ from: f(a, b), until }, "x": [{ days }] }, ...(y ? { why } : {}) };';
    expect(membersIn(source).sort()).toEqual(
      ["after", "days", "from", "name", "until", "until", "days", "from"].concat("why").sort(),
    );
    expect(recording.length).toBeGreaterThan(30);
  });

  test("has words for every member that is recorded anywhere", () => {
    const known: readonly string[] = eventMembers;
    const unnamed = recording.flatMap(({ file, source }) =>
      membersIn(source)
        .filter((member) => !known.includes(member) && !passing.includes(member))
        .map((member) => `${file}: ${member}`),
    );
    expect([...new Set(unnamed)]).toEqual([]);
    expect(Object.keys(ofStaff).filter((member) => !known.includes(member))).toEqual([]);
  });

  test("has words in both languages, and none too many", () => {
    for (const messages of [en, de]) {
      expect(Object.keys(messages.member).sort()).toEqual([...eventMembers].sort());
      expect(Object.keys(messages.value).sort()).toEqual([...eventWords].sort());
    }
  });
});
