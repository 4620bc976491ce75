import { describe, expect, test } from "vitest";
import { loadOpenApi, type OpenApi, validateRequest, validateResponse } from "./openapi.ts";

const loaded = loadOpenApi();
if (!loaded) console.log("skipped: ../shared/nuki/openapi-4.10.0.yaml is not there to check against");

describe.skipIf(!loaded)("checking against the official file", () => {
  const api = loaded as OpenApi;
  const create = { name: "Ada", remoteAllowed: false, type: 13, code: 345678, smartlockIds: [17179869185] };

  test("finds nothing wrong with a request as the file has it", () => {
    expect(validateRequest(api, "PUT", "/smartlock/auth", null, create)).toEqual([]);
    expect(validateRequest(api, "GET", "/smartlock/auth/paged", { page: 0, size: 100 }, undefined)).toEqual(
      [],
    );
    expect(validateRequest(api, "DELETE", "/smartlock/17179869185/auth/abc", null, null)).toEqual([]);
  });

  test.each([
    ["an unknown member", "PUT", "/smartlock/auth", null, { ...create, enable: true }, "enable"],
    ["a missing member", "PUT", "/smartlock/auth", null, { ...create, name: undefined }, "name"],
    [
      "a number as text",
      "PUT",
      "/smartlock/auth",
      null,
      { ...create, code: "345678" },
      "/code must be integer",
    ],
    [
      "a date without seconds",
      "PUT",
      "/smartlock/auth",
      null,
      { ...create, allowedFromDate: "2026-03-02T08:00Z" },
      "date-time",
    ],
    ["an unknown parameter", "GET", "/smartlock/log", "offset=50", null, "query offset is not in the file"],
    ["a parameter of another type", "GET", "/smartlock/log", "limit=all", null, "query limit"],
    ["a path that is no number", "GET", "/smartlock/abc", null, null, "path smartlockId"],
    ["a verb that is not there", "PATCH", "/smartlock/1", null, {}, "is not in the file"],
    ["no body", "PUT", "/smartlock/auth", null, null, "needs a body"],
    ["a body too many", "POST", "/smartlock/1/sync", null, {}, "takes no body"],
    ["a read-only member", "POST", "/smartlock/1/web/config", null, { id: 1 }, "id"],
  ])("finds %s", (_title, method, path, query, body, problem) => {
    const wire: unknown = body === null ? null : JSON.parse(JSON.stringify(body));
    expect(validateRequest(api, method, path, query, wire).join("; ")).toContain(problem);
  });

  test("does not ask for what is read-only, and does not take it", () => {
    const config = {
      singleLockedPositionOffsetDegrees: 0,
      unlockedPositionOffsetDegrees: 0,
      lockedPositionOffsetDegrees: 0,
    };
    const path = "/smartlock/1/advanced/config";
    expect(validateRequest(api, "POST", path, null, { ...config, batteryType: 0 })).toEqual([]);
    expect(
      validateRequest(api, "POST", path, null, { ...config, batteryType: 0, totalDegrees: 9 }),
    ).toHaveLength(1);
  });

  test("finds what is wrong with an answer", () => {
    const path = "/smartlock/{smartlockId}/auth";
    const auth = {
      id: "a",
      smartlockId: 1,
      type: 0,
      name: "Ada",
      enabled: true,
      remoteAllowed: false,
      lockCount: 0,
    };
    expect(validateResponse(api, "GET", path, 200, [{ ...auth, somethingNew: 1 }])).toEqual([]);
    expect(validateResponse(api, "GET", path, 200, [{ ...auth, lockCount: "0" }])).toHaveLength(1);
    expect(validateResponse(api, "GET", path, 418, {})).toEqual([`GET ${path} does not declare 418`]);
    expect(validateResponse(api, "PUT", "/smartlock/auth", 204, { id: "a" })).toHaveLength(1);
    expect(validateResponse(api, "GET", "/account", 200, undefined)).toHaveLength(1);
  });
});
