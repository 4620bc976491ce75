import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Answer, fields, type Lab, startLab } from "./testing.ts";

const redirectUri = "http://127.0.0.1:3000/api/nuki/oauth/callback";
const client = { client_id: "demo-client", client_secret: "demo-client-secret" };
let lab: Lab;

beforeEach(async () => {
  lab = await startLab();
});
afterEach(() => lab.simulator.close());

function authorizePath(members: Record<string, string> = {}) {
  const scope = "account smartlock.auth offline_access";
  const query = {
    response_type: "code",
    client_id: "demo-client",
    redirect_uri: redirectUri,
    scope,
    state: "s1",
  };
  return `/oauth/authorize?${new URLSearchParams({ ...query, ...members })}`;
}

const location = (answer: Answer) => new URL(answer.headers.get("location") ?? "");

async function approve(granted = ["account", "smartlock.auth", "offline_access"]) {
  const form = new URLSearchParams([["decision", "approve"], ...granted.map((scope) => ["granted", scope])]);
  const answer = await lab.send("POST", authorizePath(), form.toString(), null);
  expect(answer.status).toBe(302);
  return location(answer);
}

const tokenCall = (members: Record<string, string>) =>
  lab.send("POST", "/oauth/token", new URLSearchParams(members).toString(), null);

async function exchange(code: string) {
  return tokenCall({ grant_type: "authorization_code", code, redirect_uri: redirectUri, ...client });
}

async function granted() {
  return fields(await exchange((await approve()).searchParams.get("code") ?? ""));
}

describe("authorize", () => {
  test("shows who asks for what, and sends the browser back with code and state", async () => {
    const page = await lab.send("GET", authorizePath(), undefined, null);
    expect(page.text).toContain("Demo application");
    expect(page.text).toContain('value="smartlock.auth"');
    const back = await approve();
    expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
    expect(back.searchParams.get("state")).toBe("s1");
    expect(back.searchParams.get("code")).toMatch(/^[0-9a-f]{40}$/);
  });

  test("tells of a refusal", async () => {
    const answer = await lab.send("POST", authorizePath(), "decision=deny", null);
    expect(Object.fromEntries(location(answer).searchParams)).toEqual({
      error: "access_denied",
      state: "s1",
    });
  });

  test("does not send anybody to an address that differs by a character", async () => {
    const answer = await lab.send("GET", authorizePath({ redirect_uri: `${redirectUri}/` }), undefined, null);
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
    expect((await lab.send("GET", authorizePath({ client_id: "other" }), undefined, null)).status).toBe(400);
  });

  test("refuses unknown scopes", async () => {
    const answer = await lab.send("GET", authorizePath({ scope: "everything" }), undefined, null);
    expect(location(answer).searchParams.get("error")).toBe("invalid_scope");
  });
});

describe("the token endpoint", () => {
  test("gives a token that works within its scopes for an hour", async () => {
    const answer = await granted();
    expect(answer).toMatchObject({
      token_type: "bearer",
      expires_in: 3600,
      refresh_token: expect.any(String),
    });
    const token = String(answer.access_token);
    expect((await lab.send("GET", "/account", undefined, token)).status).toBe(200);
    expect((await lab.send("GET", "/smartlock/log", undefined, token)).status).toBe(401);
    await lab.advance(3_600_000);
    expect((await lab.send("GET", "/account", undefined, token)).status).toBe(401);
  });

  test("grants no more than the person left ticked", async () => {
    const code = (await approve(["account", "smartlock"])).searchParams.get("code") ?? "";
    expect(fields(await exchange(code)).scope).toBe("account");
  });

  test("takes a code once, within ten minutes and for the same address", async () => {
    const code = (await approve()).searchParams.get("code") ?? "";
    expect((await exchange(code)).status).toBe(200);
    expect(fields(await exchange(code)).error).toBe("invalid_grant");
    const old = (await approve()).searchParams.get("code") ?? "";
    await lab.advance(600_000);
    expect((await exchange(old)).status).toBe(400);
  });

  test("takes the client's secret in the body or as Basic, and the parameters in the query", async () => {
    const code = (await approve()).searchParams.get("code") ?? "";
    const query = new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: redirectUri });
    const basic = Buffer.from("demo-client:demo-client-secret").toString("base64");
    const answer = await fetch(`${lab.simulator.url}/oauth/token?${query}`, {
      method: "POST",
      headers: { Authorization: `Basic ${basic}` },
    });
    expect(answer.status).toBe(200);
    const wrong = await tokenCall({
      grant_type: "refresh_token",
      refresh_token: "x",
      ...client,
      client_secret: "no",
    });
    expect([wrong.status, fields(wrong).error]).toEqual([401, "invalid_client"]);
  });

  test.each([
    ["new", (first: string, next: unknown) => expect(next).not.toBe(first)],
    ["same", (first: string, next: unknown) => expect(next).toBe(first)],
    ["omitted", (_first: string, next: unknown) => expect(next).toBeUndefined()],
  ])("refreshes, with the %s refresh token in the answer", async (refreshRotation, check) => {
    await lab.control("POST", "/faults", { refreshRotation });
    const first = String((await granted()).refresh_token);
    const answer = fields(await tokenCall({ grant_type: "refresh_token", refresh_token: first, ...client }));
    check(first, answer.refresh_token);
    expect((await lab.send("GET", "/account", undefined, String(answer.access_token))).status).toBe(200);
    const again = await tokenCall({ grant_type: "refresh_token", refresh_token: first, ...client });
    expect(again.status).toBe(refreshRotation === "new" ? 400 : 200);
  });

  test("can call its JSON plain text, and stumbles over a doubly encoded scope", async () => {
    await lab.control("POST", "/faults", { tokenAsText: true });
    const code = (await approve()).searchParams.get("code") ?? "";
    const answer = await exchange(code);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/plain"]);
    expect(fields(answer).access_token).toEqual(expect.any(String));
    expect(
      (await tokenCall({ grant_type: "refresh_token", scope: "account+smartlock", ...client })).status,
    ).toBe(500);
  });
});
