import { describe, expect, test } from "vitest";
import { createOAuth, createTokenSource, type OAuthGrant } from "@/lib/nuki/oauth";
import { json, networkError, scriptedFetch, testClock } from "@/lib/nuki/scripted-fetch";

const clock = testClock();
const granted = {
  access_token: "access-1",
  refresh_token: "refresh-1",
  expires_in: 3600,
  scope: "account smartlock",
};

function setUp(...script: Parameters<typeof scriptedFetch>) {
  const { fetch, sent } = scriptedFetch(...script);
  const oauth = createOAuth({
    baseUrl: "https://nuki.test/",
    clientId: "client id",
    clientSecret: "client-secret",
    fetch,
    now: clock.now,
  });
  return { oauth, sent };
}

const old: OAuthGrant = {
  accessToken: "access-0",
  refreshToken: "refresh-0",
  expiresAt: clock.now(),
  scopes: ["account"],
};
const formOf = (body: unknown) => Object.fromEntries(new URLSearchParams(String(body)));

describe("authorize", () => {
  test("the address carries everything, with spaces that survive a second encoding", () => {
    const { oauth } = setUp(json({}));
    const url = oauth.authorizeUrl({
      redirectUri: "https://office.example/api/nuki/oauth/callback",
      scopes: ["account", "smartlock.auth"],
      state: "s+t&1",
    });
    expect(url).toContain("scope=account%20smartlock.auth");
    expect(url).not.toContain("+");
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      response_type: "code",
      client_id: "client id",
      redirect_uri: "https://office.example/api/nuki/oauth/callback",
      scope: "account smartlock.auth",
      state: "s+t&1",
    });
  });
});

describe("code exchange", () => {
  test("sends the form once and reads the grant, whatever the content type says", async () => {
    const { oauth, sent } = setUp(
      new Response(JSON.stringify(granted), { headers: { "content-type": "text/plain" } }),
    );
    expect(await oauth.exchangeCode({ code: "c0de", redirectUri: "https://x.test/cb" })).toEqual({
      accessToken: "access-1",
      refreshToken: "refresh-1",
      expiresAt: clock.now() + 3_600_000,
      scopes: ["account", "smartlock"],
    });
    expect(sent).toMatchObject([{ method: "POST", path: "/oauth/token", query: {} }]);
    expect(formOf(sent[0]?.text)).toEqual({
      grant_type: "authorization_code",
      code: "c0de",
      redirect_uri: "https://x.test/cb",
      client_id: "client id",
      client_secret: "client-secret",
    });
  });

  test("falls back to Basic when the secret in the body is not accepted", async () => {
    const { oauth, sent } = setUp(json({ error: "invalid_client" }, 401), json(granted));
    await expect(
      oauth.exchangeCode({ code: "c0de", redirectUri: "https://x.test/cb" }),
    ).resolves.toBeDefined();
    expect(sent[1]?.headers.get("authorization")).toBe(`Basic ${btoa("client%20id:client-secret")}`);
    expect(formOf(sent[1]?.text)).not.toHaveProperty("client_secret");
  });

  test.each([400, 401])(
    "that is refused with %i needs the person again, and no secret is quoted",
    async (status) => {
      const body = { error: "invalid_grant", error_description: "code c0de-secret of client-secret is used" };
      const { oauth } = setUp(json(body, status));
      await expect(
        oauth.exchangeCode({ code: "c0de-secret", redirectUri: "https://x.test/cb" }),
      ).rejects.toMatchObject({
        name: "SignInAgain",
        text: "code [secret] of [secret] is used",
      });
    },
  );

  test.each([
    ["a page", new Response("<html>hi</html>")],
    ["no token", json({ token_type: "bearer" })],
    ["nothing", new Response("")],
  ])("answered with %s is no grant", async (_, answer) => {
    const { oauth } = setUp(answer);
    await expect(oauth.exchangeCode({ code: "c", redirectUri: "r" })).rejects.toMatchObject({
      name: "NukiAnswerError",
    });
  });
});

describe("refresh", () => {
  test("keeps the old refresh token and the scopes when the answer leaves them out", async () => {
    const { oauth } = setUp(json({ access_token: "access-2", expires_in: "1800" }));
    expect(await oauth.refresh(old)).toEqual({
      accessToken: "access-2",
      refreshToken: "refresh-0",
      expiresAt: clock.now() + 1_800_000,
      scopes: ["account"],
    });
  });

  test("takes a new refresh token", async () => {
    const { oauth } = setUp(json(granted));
    expect(await oauth.refresh(old)).toMatchObject({ refreshToken: "refresh-1" });
  });

  test.each([
    ["429", json({}, 429, { "retry-after": "5" })],
    ["500", json({}, 500)],
    ["a reset", networkError("ECONNRESET")],
  ])("can be tried later after %s", async (_, failure) => {
    const { oauth, sent } = setUp(failure);
    await expect(oauth.refresh(old)).rejects.toMatchObject({ name: "TryLater" });
    expect(sent).toHaveLength(1);
  });

  test("without a refresh token asks nobody", async () => {
    const { oauth, sent } = setUp(json(granted));
    await expect(oauth.refresh({ ...old, refreshToken: null })).rejects.toMatchObject({
      name: "SignInAgain",
    });
    expect(sent).toEqual([]);
  });
});

describe("token source", () => {
  function source(stored: OAuthGrant) {
    const steps: string[] = [];
    let current = stored;
    const refresh = async (grant: OAuthGrant) => {
      steps.push(`refresh ${grant.refreshToken}`);
      await new Promise((resolve) => setImmediate(resolve));
      return {
        ...grant,
        accessToken: "fresh",
        refreshToken: "refresh-1",
        expiresAt: clock.now() + 3_600_000,
      };
    };
    const token = createTokenSource({
      oauth: { refresh },
      load: async () => current,
      save: async (grant) => {
        steps.push("save");
        current = grant;
      },
      now: clock.now,
    });
    return { token, steps };
  }

  test("uses a grant that is good for more than a minute as it is", async () => {
    const { token, steps } = source({ ...old, expiresAt: clock.now() + 60_001 });
    expect(await token()).toBe("access-0");
    expect(steps).toEqual([]);
  });

  test("renews once for all who ask, and stores before anybody gets it", async () => {
    const { token, steps } = source({ ...old, expiresAt: clock.now() + 60_000 });
    const asked = Array.from({ length: 10 }, () => token().then((value) => steps.push(value)));
    await Promise.all(asked);
    expect(steps).toEqual(["refresh refresh-0", "save", ...Array(10).fill("fresh")]);
    expect(await token()).toBe("fresh");
    expect(steps.filter((step) => step.startsWith("refresh"))).toHaveLength(1);
  });

  test("a caller who read the old grant does not spend the dead refresh token", async () => {
    const { token, steps } = source(old);
    await token();
    await Promise.all([token(), token()]);
    expect(steps.filter((step) => step.startsWith("refresh"))).toEqual(["refresh refresh-0"]);
  });

  test("a renewal that failed is tried again by the next one who asks", async () => {
    let failing = true;
    const token = createTokenSource({
      oauth: {
        refresh: async (grant) => {
          if (failing) throw new Error("down");
          return { ...grant, accessToken: "fresh", expiresAt: clock.now() + 3_600_000 };
        },
      },
      load: async () => old,
      save: async () => {},
      now: clock.now,
    });
    await expect(Promise.all([token(), token()])).rejects.toThrow("down");
    failing = false;
    expect(await token()).toBe("fresh");
  });
});
