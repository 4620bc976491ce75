import { expect, test } from "vitest";
import { returnPath } from "./return-path";

test.each([
  ["/staff", "/staff"],
  ["/staff?page=2&sort=name#row-3", "/staff?page=2&sort=name#row-3"],
  ["/staff/../teams", "/teams"],
  ["/", "/"],
  ["/staff?next=https://evil.test", "/staff?next=https://evil.test"],
  ["/apiary", "/apiary"],
])("%s leads to %s", (from, path) => {
  expect(returnPath(from)).toBe(path);
});

test.each([
  undefined,
  null,
  ["/staff"],
  "",
  "staff",
  "https://evil.test/staff",
  "//evil.test",
  "///evil.test",
  "/\\evil.test",
  "\\\\evil.test",
  "/\t/evil.test",
  "/\n/evil.test",
  " //evil.test",
  "/.//evil.test",
  "/staff/..//evil.test",
  "/%2e//evil.test",
  "javascript:alert(1)",
  "data:text/html,x",
  "/sign-in",
  "/sign-in?from=/staff",
  "/setup/abc",
  "/api/auth/signout",
  "/_next/static/x.js",
  "http://postern.invalid/staff",
])("%j leads to the overview and to no other site", (from) => {
  expect(returnPath(from)).toBe("/");
});
