import { describe, expect, test } from "vitest";
import { defaultFaults, mergeFaults, takeFault, takeHttpFault } from "./faults.ts";

describe("faults", () => {
  test("hit nothing until they are asked for", () => {
    expect(takeHttpFault(defaultFaults(), "GET", "/smartlock")).toBeNull();
  });

  test("are used up one request at a time", () => {
    const faults = { ...defaultFaults(), answer5xx: 2 };
    const taken = [1, 2, 3].map(() => takeHttpFault(faults, "GET", "/smartlock"));
    expect(taken).toEqual(["5xx", "5xx", null]);
    expect(takeFault({ ...faults, loseCreates: 1 }, "loseCreates")).toBe(true);
    expect(takeFault(faults, "loseCreates")).toBe(false);
  });

  test("pass over requests that do not match", () => {
    const faults = {
      ...defaultFaults(),
      answer429: 1,
      match: { method: "put", pathPrefix: "/smartlock/auth" },
    };
    expect(takeHttpFault(faults, "GET", "/smartlock/auth")).toBeNull();
    expect(takeHttpFault(faults, "PUT", "/account/user")).toBeNull();
    expect(takeHttpFault(faults, "PUT", "/smartlock/auth")).toBe("429");
  });

  test("are merged, and nothing is changed by what is wrong", () => {
    const faults = defaultFaults();
    expect(mergeFaults(faults, { loseCreates: 3, offlineWrites: "late" })).toBeNull();
    expect(faults).toMatchObject({ loseCreates: 3, offlineWrites: "late", retryAfter: true });
    expect(mergeFaults(faults, { loseCreates: 5, nonsense: 1 })).toBe("unknown fault nonsense");
    expect(mergeFaults(faults, { retryAfter: 1 })).toBe("retryAfter must be a boolean");
    expect(faults.loseCreates).toBe(3);
  });
});
