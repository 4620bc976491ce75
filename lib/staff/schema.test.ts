import { describe, expect, test } from "vitest";
import { nameOf, personalRuleSchema, type StaffFormValues, staffSchema, windowChoiceSchema } from "./schema";

const id = "6f1f9d3c-2a55-4c7e-9a4a-0c9a5a3b1f10";
const other = "0b5b3c39-9d1e-4b0e-8a52-6a0a1f7c2d11";
const rule = {
  areaId: id,
  scheduleId: id,
  app: false,
  keypad: true,
  remote: false,
  firstDay: "",
  lastDay: "",
};

function form(values: Partial<StaffFormValues> = {}): StaffFormValues {
  return {
    firstName: "Anna",
    lastName: "Berger",
    displayName: "",
    externalId: "",
    email: "",
    language: "de",
    department: "",
    kind: "employee",
    notes: "",
    firstDay: "",
    lastDay: "",
    teamIds: [],
    rules: [],
    ...values,
  };
}

const problems = (values: Partial<StaffFormValues>) =>
  staffSchema
    .safeParse(form(values))
    .error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];

describe("the form of a person", () => {
  test("needs a name and nothing else", () => {
    expect(problems({})).toEqual([]);
    expect(problems({ firstName: "", lastName: " " })).toEqual(["lastName: common.problem.required"]);
    expect(problems({ firstName: "", lastName: "", displayName: "Cleaning Ltd" })).toEqual([]);
  });

  test.each([
    ["2026-02-30", false],
    ["2028-02-29", true],
    ["1.2.2027", false],
    ["", true],
  ])("the day %j is taken: %s", (firstDay, taken) => {
    expect(problems({ firstDay }).length === 0).toBe(taken);
  });

  test("refuses a last day before the first, for the person and for a rule", () => {
    const reversed = { firstDay: "2027-02-01", lastDay: "2027-01-31" };
    expect(problems(reversed)).toEqual(["lastDay: staff.problem.daysReversed"]);
    expect(problems({ rules: [{ ...rule, ...reversed }] })).toEqual([
      "rules.0.lastDay: staff.problem.daysReversed",
    ]);
    expect(problems({ firstDay: "2027-01-31", lastDay: "2027-01-31" })).toEqual([]);
  });

  test("refuses what is no e-mail address", () => {
    expect(problems({ email: "anna@" })).toEqual(["email: common.problem.email"]);
    expect(problems({ email: " anna@example.com " })).toEqual([]);
  });

  test("refuses a second rule for the same area and schedule", () => {
    expect(problems({ rules: [rule, { ...rule, app: true }] })).toEqual([
      "rules.1.scheduleId: staff.problem.sameRule",
    ]);
    expect(problems({ rules: [rule, { ...rule, scheduleId: other }] })).toEqual([]);
  });

  test("what it gives out it takes in again", () => {
    const parsed = staffSchema.parse(form({ email: "anna@example.com", teamIds: [id], rules: [rule] }));
    expect(staffSchema.parse(parsed)).toEqual(parsed);
  });
});

test("a rule gives the app, a code or both", () => {
  expect(personalRuleSchema.safeParse({ ...rule, keypad: false }).success).toBe(false);
  expect(personalRuleSchema.safeParse({ ...rule, app: true }).success).toBe(true);
});

test("a choice names one of two windows", () => {
  const choice = { staffId: id, deviceId: id, kind: "keypad", take: "inside", basis: "31@420-1140" };
  expect(windowChoiceSchema.safeParse(choice).success).toBe(true);
  expect(windowChoiceSchema.safeParse({ ...choice, take: "all" }).success).toBe(false);
});

test("a person is called as chosen, else by first and last name", () => {
  expect(nameOf({ displayName: "Annie", firstName: "Anna", lastName: "Berger" })).toBe("Annie");
  expect(nameOf({ displayName: "", firstName: "", lastName: "Berger" })).toBe("Berger");
});
