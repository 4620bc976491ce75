import { describe, expect, test } from "vitest";
import { redact } from "./redact";

describe("redact", () => {
  test("secrets are gone at any depth and in any spelling of their key", () => {
    const logged = JSON.stringify(
      redact({
        token: "t0ken",
        headers: { Authorization: "Bearer t0ken", cookie: "session=t0ken" },
        list: [{ deep: { newPassword: "t0ken", clientSecret: "t0ken", apiToken: "t0ken" } }],
      }),
    );
    expect(logged).not.toContain("t0ken");
  });

  test("a keypad code is masked as number, as text and in a list", () => {
    const logged = JSON.stringify(
      redact({ code: 834_729, auth: { pin: "834729", codes: ["834729", [834_729]] } }),
    );
    expect(logged).not.toContain("834729");
  });

  test("an error's code and a number that is no keypad code stay readable", () => {
    expect(redact({ code: "duplicate_name", deviceId: 834_729, exitCode: 1 })).toEqual({
      code: "duplicate_name",
      deviceId: 834_729,
      exitCode: 1,
    });
  });

  test("a failed query is logged without its values, its cause is kept", () => {
    const cause = Object.assign(new Error("duplicate key"), { code: "23505" });
    const error = Object.assign(
      new Error('Failed query: insert into "staff"\nparams: 834729,Anna', { cause }),
      {
        params: ["834729", "Anna"],
      },
    );
    const logged = redact({ err: error });
    expect(JSON.stringify(logged)).not.toMatch(/834729|Anna/);
    expect(logged).toMatchObject({
      err: { type: "Error", cause: { message: "duplicate key", code: "23505" } },
    });
  });

  test("bytes are counted, not shown, and what was logged is not changed", () => {
    const fields = { sealed: Buffer.from("abc"), password: "x" };
    expect(redact(fields)).toEqual({ sealed: "[3 bytes]", password: "[redacted]" });
    expect(fields.password).toBe("x");
  });

  test("a circle ends", () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(JSON.stringify(redact(circle))).toContain("[deep]");
  });
});
