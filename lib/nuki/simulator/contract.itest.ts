import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  loadOpenApi,
  type OpenApi,
  validateRequest,
  validateResponse,
} from "../../../scripts/testing/openapi.ts";
import { routes } from "./app.ts";
import { type Answer, demoOffice, fields, type Lab, office, rows, startLab } from "./testing.ts";

const api = loadOpenApi();
if (!api)
  console.log(
    "skipped: ../shared/nuki/openapi-4.10.0.yaml is not there, so answers cannot be checked against it",
  );

/** Where the real service departs from its own file, or the file from itself (nuki/web-api.md 1.3, 4.1, 4.2). */
const deviations: { what: string; method?: string; path?: RegExp; problem: RegExp }[] = [
  { what: "authorizations have types beyond 0 to 2", path: /\/auth/, problem: /\/type must be <= 2/ },
  { what: "a completed log entry has state 0", path: /\/log$/, problem: /\/state must be >= 1/ },
  {
    what: "there are many sub accounts, not one",
    method: "GET",
    path: /\/account\/sub$/,
    problem: /must be object/,
  },
  { what: "an update, a delete or a create may be unprocessable", problem: /does not declare 422/ },
  { what: "everything may be limited", problem: /does not declare 429/ },
  { what: "what a token may not see or what is not there", problem: /does not declare (401|403|404)/ },
  { what: "a pending operation locks", problem: /does not declare 423/ },
  {
    what: "a duplicate account user is a conflict on create too",
    path: /\/account\/user$/,
    problem: /does not declare 409/,
  },
];

function undeclared(method: string, path: string, problems: string[]): string[] {
  return problems.filter(
    (problem) =>
      !deviations.some(
        (known) =>
          (known.method === undefined || known.method === method) &&
          (known.path === undefined || known.path.test(path)) &&
          known.problem.test(problem),
      ),
  );
}

type Step = [method: string, path: string, body?: unknown];

describe.skipIf(!api)("answers agree with the official file", () => {
  let lab: Lab;
  const seen = new Set<string>();
  const templateOf = (method: string, path: string) =>
    routes.find(
      (route) =>
        route.method === method && new RegExp(`^${route.path.replace(/:[^/]+/g, "[^/]+")}$`).test(path),
    );

  beforeAll(async () => {
    lab = await startLab({ office: demoOffice() });
  });
  afterAll(() => lab?.simulator.close());

  async function step(method: string, target: string, body?: unknown, token?: string): Promise<Answer> {
    const [path = "", query = ""] = target.split("?");
    const route = templateOf(method, path);
    if (route) seen.add(`${route.method} ${route.path}`);
    const known = api as OpenApi;
    expect(validateRequest(known, method, path, query, body), `request ${method} ${target}`).toEqual([]);
    const answer = await lab.send(method, target, body, token);
    const problems = validateResponse(known, method, path, answer.status, answer.body);
    expect(undeclared(method, path, problems), `${method} ${target} ${answer.text.slice(0, 300)}`).toEqual(
      [],
    );
    return answer;
  }

  async function steps(list: Step[], status: number, token?: string) {
    for (const [method, path, body] of list) {
      expect((await step(method, path, body, token)).status, `${method} ${path}`).toBe(status);
    }
  }

  const doorList = async () =>
    rows(await step("GET", "/smartlock")).filter((device) => device.serverState === 0);
  const writable = (object: unknown, readOnly: string[]) =>
    Object.fromEntries(
      Object.entries(object as Record<string, unknown>).filter(([name]) => !readOnly.includes(name)),
    );

  test("for the account, its settings, integrations and sub accounts", async () => {
    await steps(
      [
        ["GET", "/account"],
        ["GET", "/account/setting"],
        ["PUT", "/account/setting", { web: { deviceViewType: "LIST", nukiClubDismissed: true } }],
        ["GET", "/account/integration"],
      ],
      200,
    );
    const sub = {
      email: "sub@example.com",
      password: "long enough",
      name: "Sub",
      rights: 31,
      language: "de",
    };
    const { accountId } = fields(await step("PUT", "/account/sub", sub));
    await steps(
      [
        ["GET", "/account/sub?email=sub"],
        ["GET", `/account/sub/${accountId}`],
      ],
      200,
    );
    await steps(
      [
        ["POST", `/account/sub/${accountId}`, { language: "en", rights: 127 }],
        ["DELETE", `/account/sub/${accountId}`],
        ["POST", "/account?deleteApiTokens=false", { language: "de", password: "even longer" }],
        ["DELETE", "/account/setting"],
        ["DELETE", "/account/integration?apiKeyId=1"],
      ],
      204,
    );
  });

  test("for account users, also while one is being deleted", async () => {
    const body = { email: "new@example.com", name: "New Person", language: "de" };
    const { accountUserId } = fields(await step("PUT", "/account/user", body));
    const path = `/account/user/${accountUserId}`;
    await steps(
      [
        ["GET", "/account/user?email=new&offset=0&limit=10"],
        ["GET", path],
        ["POST", path, { name: "N" }],
      ],
      200,
    );
    expect((await step("PUT", "/account/user", body)).status).toBe(409);
    expect((await step("DELETE", path)).status).toBe(204);
    await step("GET", path);
    expect((await step("DELETE", path)).status).toBe(423);
    await lab.settle();
  });

  test("for devices, their configuration and what is done with them", async () => {
    const [device] = await doorList();
    const id = device?.smartlockId;
    const smartdoor = (await doorList()).find((item) => item.type === 3);
    const opener = (await doorList()).find((item) => item.type === 2);
    const openerConfig = writable(opener?.openerAdvancedConfig, ["intercomId", "busModeSwitch"]);
    const config = writable(device?.config, [
      ...[
        "capabilities",
        "fobPaired",
        "fobAction1",
        "fobAction2",
        "fobAction3",
        "operatingMode",
        "keypadPaired",
      ],
      ...["keypad2Paired", "homekitState", "matterState", "deviceType", "wifiEnabled", "productVariant"],
    ]);
    const advanced = writable(device?.advancedConfig, ["totalDegrees"]);
    await steps(
      [
        ["POST", `/smartlock/${id}`, { name: "Renamed", favorite: true }],
        ["POST", `/smartlock/${id}/config`, { ...config, ledBrightness: 1 }],
        ["POST", `/smartlock/${id}/advanced/config`, { ...advanced, lngTimeout: 45 }],
        [
          "POST",
          `/smartlock/${smartdoor?.smartlockId}/advanced/smartdoorconfig`,
          { batteryType: 0, autoLock: false },
        ],
        [
          "POST",
          `/smartlock/${opener?.smartlockId}/advanced/openerconfig`,
          { ...openerConfig, soundLevel: 9 },
        ],
        ["POST", `/smartlock/${id}/web/config`, { batteryWarningPerMailEnabled: false }],
        ["POST", "/bulk-web-config", { webConfigRequests: [{ smartlockId: id, webConfig: {} }] }],
        ["POST", `/smartlock/${id}/admin/pin`, { adminPin: 1234 }],
        ["POST", `/smartlock/${id}/sync`],
        ["POST", `/smartlock/${id}/action`, { action: 1, option: 2 }],
      ],
      204,
    );
    await step("GET", `/smartlock/${id}`);
    expect((await step("POST", `/smartlock/${id}/action/lock`)).status).toBe(423);
    await lab.settle();
    expect(fields(await step("GET", `/smartlock/${id}`))).toMatchObject({
      name: "Renamed",
      config: { ledBrightness: 1 },
      advancedConfig: { lngTimeout: 45 },
      state: { state: 3 },
    });
    for (const verb of ["lock", "unlock"]) {
      await lab.advance(60_000);
      expect((await step("POST", `/smartlock/${id}/action/${verb}`)).status).toBe(204);
      await lab.advance(60_000);
      expect((await step("POST", `/smartlock/${id}/action/${verb}/advanced`)).status).toBe(200);
    }
    await lab.advance(60_000);
    expect((await step("POST", `/smartlock/${id}/action/advanced`, { action: 3 })).status).toBe(200);
    expect((await step("GET", "/smartlock/1")).status).toBe(404);
    await step("GET", `/smartlock?type=4&authId=${device?.authId}`);
  });

  test("for authorizations in all their states", async () => {
    const [one, two] = (await doorList()).map((device) => device.smartlockId);
    const code = { name: "Code", type: 13, remoteAllowed: false, ...office };
    await steps(
      [
        [
          "PUT",
          `/smartlock/${one}/auth`,
          { ...code, code: 987333, allowedUntilDate: "2026-12-31T22:59:59Z" },
        ],
        ["PUT", "/smartlock/auth", { ...code, code: 987444, smartlockIds: [one, two] }],
      ],
      204,
    );
    const user = fields(await step("PUT", "/account/user", { email: "app@example.com", name: "App" }));
    const app = { accountUserId: user.accountUserId, name: "App", remoteAllowed: true, smartlockIds: [two] };
    expect((await step("PUT", "/smartlock/auth/advanced", app)).status).toBe(200);
    expect((await step("POST", `/smartlock/${one}/auth/advanced/sharedkey`, { name: "Shared" })).status).toBe(
      200,
    );
    await lab.settle();
    const list = rows(await step("GET", `/smartlock/${one}/auth?types=13&includeEmail=true`));
    const ids = list.slice(-2).map((auth) => auth.id);
    await steps(
      [
        [
          "POST",
          `/smartlock/${one}/auth/${ids[0]}`,
          { name: "Code", enabled: false, remoteAllowed: false, ...office },
        ],
        ["POST", "/smartlock/auth", [{ id: ids[1], name: "Code", enabled: true, ...office }]],
      ],
      204,
    );
    await steps(
      [
        ["GET", `/smartlock/${one}/auth/${ids[0]}`],
        ["GET", "/smartlock/auth?types=0,1,2,3,13"],
      ],
      200,
    );
    await steps([["GET", "/smartlock/auth/paged?page=0&size=5&types=13&accountUserId=-1"]], 200);
    await lab.settle();
    await steps(
      [
        ["DELETE", `/smartlock/${one}/auth/${ids[0]}`],
        ["DELETE", "/smartlock/auth", [ids[1]]],
      ],
      204,
    );
    expect((await step("POST", `/smartlock/${two}/auth/${"0".repeat(24)}`, { name: "x" })).status).toBe(404);
    await lab.settle();
  });

  test("for the log", async () => {
    const [device] = await doorList();
    const path = `/smartlock/${device?.smartlockId}/log`;
    const list = rows(
      await step("GET", `${path}?limit=50&fromDate=2026-01-01T00:00:00Z&toDate=2026-03-02T00:00:00Z`),
    );
    await step(
      "GET",
      `${path}?id=${list.at(-1)?.id}&action=1&authId=${list.find((row) => row.authId)?.authId}`,
    );
    await step("GET", "/smartlock/log?limit=20&accountUserId=1");
  });

  test("for API keys, tokens, the advanced application, webhooks and notifications", async () => {
    const { apiKeyId } = fields(
      await step("PUT", "/api/key", { description: "Test", redirectUris: ["https://a.example"] }),
    );
    const key = `/api/key/${apiKeyId}`;
    const { id } = fields(await step("PUT", `${key}/token`, { description: "T", scopes: ["smartlock"] }));
    const application = {
      ...{
        name: "N",
        country: "AT",
        description: "D",
        type: "OTHER",
        url: "https://a.example",
        email: "a@b.example",
      },
      ...{ webhookUrl: "https://a.example/hook", webhookFeatures: ["DEVICE_AUTHS"], restricted: false },
    };
    await steps(
      [
        ["POST", key, { description: "Changed" }],
        ["POST", `${key}/token/${id}`, { scopes: ["smartlock", "smartlock.auth"] }],
        ["PUT", `${key}/advanced`, application],
        ["POST", `${key}/advanced`, { webhookUrl: "https://b.example", webhookFeatures: [] }],
        ["POST", `${key}/advanced/reactivate`],
      ],
      204,
    );
    await steps(
      ["/api/key", `${key}/token`, `${key}/advanced`, `${key}/webhook/logs?limit=10`].map(
        (path): Step => ["GET", path],
      ),
      200,
    );
    await steps(
      [
        ["DELETE", `${key}/token/${id}`],
        ["DELETE", `${key}/advanced`],
        ["DELETE", key],
      ],
      204,
    );
    const decentral = await lab.control("POST", "/tokens", { scopes: ["webhook.decentral"], kind: "oauth" });
    const token = String(fields(decentral).token);
    const hook = { webhookUrl: "https://a.example/hook", webhookFeatures: ["DEVICE_LOGS"] };
    const registered = fields(await step("PUT", "/api/decentralWebhook", hook, token));
    await steps([["GET", "/api/decentralWebhook"]], 200, token);
    await steps([["DELETE", `/api/decentralWebhook/${registered.id}`]], 204, token);
    const push = {
      pushId: "https://a.example",
      os: 2,
      settings: [{ triggerEvents: ["ring"] }],
      secret: "a".repeat(40),
    };
    const { notificationId } = fields(await step("PUT", "/notification", push));
    const path = `/notification/${notificationId}`;
    await steps(
      [
        ["GET", "/notification?referenceId=x"],
        ["GET", path],
        ["POST", path, push],
      ],
      200,
    );
    await steps([["DELETE", path]], 204);
  });

  test("for the reference data of intercoms", async () => {
    await steps(
      ["/opener/brand", "/opener/brand/1", "/opener/intercom?brandId=1", "/opener/intercom/1103"].map(
        (path): Step => ["GET", path],
      ),
      200,
    );
    await steps([["GET", "/opener/intercom?recentlyChanged=true&ignoreVerified=true"]], 200);
  });

  test("for the last calls of an account", async () => {
    const [device] = await doorList();
    await steps(
      [
        ["DELETE", `/smartlock/${device?.smartlockId}`],
        ["DELETE", "/account"],
      ],
      204,
    );
    expect((await step("GET", "/account")).status).toBe(401);
  });

  test("and every implemented call was looked at", () => {
    expect(
      routes.map((route) => `${route.method} ${route.path}`).filter((route) => !seen.has(route)),
    ).toEqual([]);
  });
});
