import { afterEach, describe, expect, test } from "vitest";
import { foreignToken } from "./seed-generated.ts";
import type { StartOptions } from "./start.ts";
import { fields, type Lab, rows, startLab } from "./testing.ts";

let lab: Lab;
afterEach(() => lab.simulator.close());

async function open(options: StartOptions = {}) {
  lab = await startLab(options);
  return lab;
}

const unauthorized = {
  detailMessage: "Your access token is not authorized",
  stackTrace: [],
  suppressedExceptions: [],
};

describe("who may call", () => {
  test("no token and a wrong token are 401", async () => {
    const { send } = await open();
    for (const token of [null, "wrong"]) {
      const answer = await send("GET", "/account", undefined, token);
      expect([answer.status, answer.body]).toEqual([401, unauthorized]);
    }
  });

  test("a token without the scope is 401 for just the calls that need it", async () => {
    const { send, control } = await open();
    const token = String(fields(await control("POST", "/tokens", { scopes: ["smartlock.readOnly"] })).token);
    const [device] = rows(await send("GET", "/smartlock", undefined, token));
    const refused = [
      ["GET", "/account"],
      ["GET", "/smartlock/log"],
      ["GET", `/smartlock/${device?.smartlockId}/auth`],
      ["POST", `/smartlock/${device?.smartlockId}/action/lock`],
      ["GET", "/notification"],
    ] as const;
    for (const [method, path] of refused) {
      const answer = await send(method, path, undefined, token);
      expect([path, answer.status, answer.body]).toEqual([path, 401, unauthorized]);
    }
  });

  test("a device of another account is 403 and one that does not exist is 404", async () => {
    const { send } = await open();
    const [foreign] = rows(await send("GET", "/smartlock", undefined, foreignToken));
    expect(foreign?.name).toBe("Foreign door");
    for (const tail of ["", "/auth", "/log"]) {
      expect((await send("GET", `/smartlock/${foreign?.smartlockId}${tail}`)).status).toBe(403);
      expect((await send("GET", `/smartlock/17179869184${tail}`)).status).toBe(404);
    }
    const bulk = { name: "Ada", type: 13, code: 345678, smartlockIds: [foreign?.smartlockId] };
    expect((await send("PUT", "/smartlock/auth", bulk)).status).toBe(403);
  });

  test("a new password of the account destroys its API tokens", async () => {
    const { send } = await open();
    expect((await send("POST", "/account", { language: "de", password: "1234567" })).status).toBe(204);
    expect((await send("GET", "/account")).status).toBe(401);
  });

  test("an unknown path is 404 and a wrong verb 405", async () => {
    const { send } = await open();
    expect((await send("GET", "/smartlocks")).status).toBe(404);
    const [device] = rows(await send("GET", "/smartlock"));
    expect((await send("PUT", `/smartlock/${device?.smartlockId}/auth/abc`, {})).status).toBe(405);
    expect((await send("POST", `/smartlock/${device?.smartlockId}/action/unlatch`)).status).toBe(404);
  });

  test("a body that is no JSON, and one that is missing, are 400", async () => {
    const { send } = await open();
    expect((await send("PUT", "/account/user", "{")).status).toBe(400);
    expect((await send("PUT", "/account/user")).status).toBe(400);
    expect((await send("PUT", "/smartlock/auth", [])).status).toBe(400);
  });
});

describe("the rate limit", () => {
  test("answers 429 with Retry-After when the bucket is empty, and refills with time", async () => {
    const { send, control, advance } = await open({ requestsPerMinute: 3 });
    for (let call = 0; call < 3; call++) expect((await send("GET", "/account")).status).toBe(200);
    const refused = await send("GET", "/account");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("Retry-After")).toBe("20");
    await control("POST", "/faults", { retryAfter: false });
    expect((await send("GET", "/account")).headers.get("Retry-After")).toBeNull();
    await advance(20_000);
    expect((await send("GET", "/account")).status).toBe(200);
    expect((await send("GET", "/account")).status).toBe(429);
  });

  test("is counted per token", async () => {
    const { send } = await open({ requestsPerMinute: 1 });
    expect((await send("GET", "/account")).status).toBe(200);
    expect((await send("GET", "/account", undefined, foreignToken)).status).toBe(200);
    expect((await send("GET", "/account")).status).toBe(429);
  });
});

describe("faults", () => {
  test("answer 429, 5xx and an HTML page as often as asked for, and only where they match", async () => {
    const { send, control } = await open();
    const match = { method: "GET", pathPrefix: "/account" };
    await control("POST", "/faults", { answer429: 1, answer5xx: 1, html: 1, match });
    expect((await send("GET", "/smartlock")).status).toBe(200);
    expect((await send("GET", "/account")).status).toBe(429);
    expect((await send("GET", "/account")).status).toBe(503);
    const page = await send("GET", "/account");
    expect([page.status, page.headers.get("content-type")]).toEqual([502, "text/html"]);
    expect((await send("GET", "/account")).status).toBe(200);
    const state = fields(await control("GET", "/state"));
    expect(state.rejected).toEqual({ "429": 1, "5xx": 1, html: 1 });
  });

  test("reset the connection without executing, or after executing", async () => {
    const { send, control } = await open();
    const user = { email: "ada@example.com", name: "Ada" };
    await control("POST", "/faults", { reset: 1 });
    await expect(send("PUT", "/account/user", user)).rejects.toThrow();
    expect(rows(await send("GET", "/account/user"))).toEqual([]);
    await control("POST", "/faults", { reset: 1, resetExecutes: true });
    await expect(send("PUT", "/account/user", user)).rejects.toThrow();
    expect(rows(await send("GET", "/account/user"))).toHaveLength(1);
  });

  test("hang without an answer, executing where the switch says so", async () => {
    const { send, control, simulator } = await open();
    await control("POST", "/faults", { hang: 1, hangExecutes: true, match: { method: "PUT" } });
    const stopped = new AbortController();
    const pending = fetch(`${simulator.url}/account/user`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${simulator.token}` },
      body: JSON.stringify({ email: "ada@example.com", name: "Ada" }),
      signal: stopped.signal,
    });
    pending.catch(() => {});
    // The list tells when the hanging request has been executed.
    while (rows(await send("GET", "/account/user")).length === 0);
    stopped.abort();
    await expect(pending).rejects.toThrow();
  });

  test("cut an answer in the middle", async () => {
    const { send, control } = await open();
    await control("POST", "/faults", { truncate: 1 });
    await expect(send("GET", "/smartlock")).rejects.toThrow();
    expect((await send("GET", "/smartlock")).status).toBe(200);
  });

  test("make an answer outlast a caller's patience", async () => {
    const { control, simulator } = await open();
    await control("POST", "/faults", { slowMs: 600_000, match: { pathPrefix: "/account" } });
    const signal = AbortSignal.timeout(100);
    const headers = { Authorization: `Bearer ${simulator.token}` };
    await expect(fetch(`${simulator.url}/account`, { headers, signal })).rejects.toThrow("timeout");
    expect((await fetch(`${simulator.url}/smartlock`, { headers })).status).toBe(200);
  });

  test("that are misspelt are refused", async () => {
    const { control } = await open();
    expect((await control("POST", "/faults", { loseCreate: 1 })).status).toBe(400);
    expect((await control("POST", "/faults", { hang: "1" })).status).toBe(400);
    expect((await control("POST", "/faults", { offlineWrites: "maybe" })).status).toBe(400);
  });
});

describe("the control plane", () => {
  test("remembers requests with method, path, query and body until it is told to forget", async () => {
    const { send, control } = await open();
    await send("GET", "/account/user?email=a");
    await send("PUT", "/account/user", { email: "ada@example.com", name: "Ada" });
    expect((await control("GET", "/requests?limit=2")).body).toMatchObject([
      { method: "GET", path: "/account/user", query: "email=a", status: 200 },
      { method: "PUT", path: "/account/user", body: { name: "Ada" }, route: "/account/user", status: 200 },
    ]);
    expect(fields(await control("GET", "/state")).requests).toMatchObject({ "PUT /account/user": 1 });
    await control("POST", "/requests/clear");
    expect((await control("GET", "/requests")).body).toEqual([]);
  });

  test("begins again from the seed", async () => {
    const { send, control } = await open();
    const before = (await send("GET", "/smartlock")).text;
    await send("PUT", "/account/user", { email: "ada@example.com", name: "Ada" });
    await control("POST", "/reset");
    expect((await send("GET", "/smartlock")).text).toBe(before);
    expect(rows(await send("GET", "/account/user"))).toEqual([]);
  });

  test("shows a page, to which the root leads", async () => {
    const { simulator } = await open();
    const page = await fetch(simulator.url);
    expect(page.url).toBe(`${simulator.control}/page`);
    expect(await page.text()).toContain("<h1>Nuki simulator</h1>");
  });
});

test("the same seed and calls give the same world, another seed another", async () => {
  const story = async (seed: number) => {
    const { send, settle, simulator } = await open({ seed, size: { staff: 3, locks: 3 } });
    const [device] = rows(await send("GET", "/smartlock"));
    await send("PUT", `/smartlock/${device?.smartlockId}/auth`, { name: "Ada", type: 13, code: 345678 });
    await settle();
    const result =
      (await send("GET", "/smartlock/auth")).text + (await send("GET", "/smartlock/log?limit=50")).text;
    await simulator.close();
    return result;
  };
  const first = await story(7);
  expect(await story(7)).toBe(first);
  expect(await story(8)).not.toBe(first);
});
