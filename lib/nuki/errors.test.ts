import { describe, expect, test } from "vitest";
import { errorOfStatus, messageOf, redact, retryAfterOf } from "@/lib/nuki/errors";

const ref = { method: "PUT", path: "/smartlock/auth", requestId: "r1" };
const errorOf = (policy: "read" | "write" | "action", status: number) =>
  errorOfStatus(policy, ref, { status, text: null, retryAfterMs: null });

describe("what may be done next", () => {
  test.each([
    [400, "PersonMustAct", "act"],
    [401, "SignInAgain", "sign_in"],
    [402, "PersonMustAct", "act"],
    [403, "PersonMustAct", "act"],
    [404, "PersonMustAct", "act"],
    [405, "PersonMustAct", "act"],
    [409, "LookAgain", "look_again"],
    [422, "PersonMustAct", "act"],
    [423, "TryLater", "retry_later"],
    [426, "PersonMustAct", "act"],
    [429, "TryLater", "retry_later"],
  ])("%i is %s for every kind of call, and nothing has happened", (status, name, nextStep) => {
    for (const policy of ["read", "write", "action"] as const) {
      expect(errorOf(policy, status)).toMatchObject({ name, nextStep, outcome: "refused", status });
    }
  });

  test.each([408, 500, 502, 503, 504])("%i says nothing about what a write has done", (status) => {
    expect(errorOf("read", status)).toMatchObject({ name: "TryLater", outcome: "refused" });
    expect(errorOf("write", status)).toMatchObject({ name: "LookAgain", outcome: "unknown" });
    expect(errorOf("action", status)).toMatchObject({ name: "LookAgain", outcome: "unknown" });
  });

  test("the message names the call by its template and carries Nuki's words", () => {
    const error = errorOfStatus("write", ref, { status: 409, text: "code exists", retryAfterMs: null });
    expect(error.message).toBe("PUT /smartlock/auth: 409 code exists");
  });
});

describe("Nuki's words", () => {
  test.each([
    ["shape A", '{"detailMessage":"not valid","stackTrace":[],"suppressedExceptions":[]}', "not valid"],
    ["shape A without a message", '{"stackTrace":[],"suppressedExceptions":[]}', null],
    ["shape B", '{"code":422,"description":"too long","reasonPhrase":"Unprocessable Entity"}', "too long"],
    [
      "shape B without a description",
      '{"code":422,"reasonPhrase":"Unprocessable Entity"}',
      "Unprocessable Entity",
    ],
    ["OAuth", '{"error":"invalid_grant","error_description":"expired"}', "expired"],
    ["plain text", "Service Unavailable", "Service Unavailable"],
    [
      "a page",
      "<html><head><style>b{}</style></head><body><h1>502 Bad\n Gateway</h1></body></html>",
      "502 Bad Gateway",
    ],
    ["nothing", "", null],
    ["blanks", " \n", null],
    ["half a body", '{"detailMessage":"no', '{"detailMessage":"no'],
  ])("%s", (_, body, expected) => {
    expect(messageOf(body)).toBe(expected);
  });

  test("are cut to 300 characters", () => {
    expect(messageOf("x".repeat(5000))).toHaveLength(300);
  });

  test("lose every keypad code and every token", () => {
    expect(redact("The supplied value '345927' for parameter 'code' is not valid")).toBe(
      "The supplied value '[code]' for parameter 'code' is not valid",
    );
    expect(redact("345927,345928 and x345927y")).toBe("[code],[code] and x[code]y");
    expect(redact("smartlock 18233733061 is fine")).toBe("smartlock 18233733061 is fine");
    expect(redact("sent Bearer abc.def", [])).toBe("sent Bearer [secret]");
    expect(redact("token s3cr3t-token was refused", ["s3cr3t-token"])).toBe("token [secret] was refused");
  });

  test("lose a code that stands where the text is cut", () => {
    expect(redact(`${"x ".repeat(148)}345927 and more`)).not.toContain("345");
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 0, 5, 12, 0, 0);
  test.each([
    ["7", 7000],
    ["0", 0],
    ["1.5", 1500],
    ["Mon, 05 Jan 2026 12:00:30 GMT", 30_000],
    ["Mon, 05 Jan 2026 11:00:00 GMT", 0],
    ["soon", null],
    ["", null],
    [null, null],
  ])("%j is %j ms", (header, expected) => {
    expect(retryAfterOf(header, now)).toBe(expected);
  });
});
