import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { codeNumber, fields, type Lab, rows, startLab } from "./testing.ts";

type Delivery = { headers: IncomingHttpHeaders; raw: string; body: Record<string, unknown> };

let lab: Lab;
let door: number;
let receiver: Server;
let url: string;
let received: Delivery[];
let answerWith: number;

const allFeatures = [
  "DEVICE_STATUS",
  "DEVICE_MASTERDATA",
  "DEVICE_CONFIG",
  "DEVICE_LOGS",
  "DEVICE_AUTHS",
  "ACCOUNT_USER",
];
const key = "/api/key/40001";

beforeEach(async () => {
  received = [];
  answerWith = 200;
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, raw, body: JSON.parse(raw) });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/hook`;
  lab = await startLab();
  door = rows(await lab.send("GET", "/smartlock"))[0]?.smartlockId ?? 0;
});
afterEach(async () => {
  await lab.simulator.close();
  receiver.closeAllConnections();
  receiver.close();
});

const listen = (webhookFeatures: string[]) =>
  lab.send("POST", `${key}/advanced`, { webhookUrl: url, webhookFeatures });
const features = () => received.map((delivery) => delivery.body.feature);

async function createCode(code = 345678) {
  const body = { name: "Ada", type: 13, code, remoteAllowed: false, allowedWeekDays: 127 };
  expect((await lab.send("PUT", `/smartlock/${door}/auth`, body)).status).toBe(204);
  await lab.settle();
}

describe("the central webhook", () => {
  test("tells of an authorization, signed with the client secret over the raw body in both ways", async () => {
    await listen(["DEVICE_AUTHS"]);
    await createCode();
    expect(received).toHaveLength(1);
    const [delivery] = received;
    expect(delivery?.body).toMatchObject({
      feature: "DEVICE_AUTHS",
      deleted: false,
      smartlockAuth: { smartlockId: door, code: 345678, name: "Ada" },
    });
    const sign = (algorithm: string) =>
      createHmac(algorithm, "demo-client-secret")
        .update(delivery?.raw ?? "")
        .digest("hex");
    expect(delivery?.headers["x-nuki-signature-sha256"]).toBe(sign("sha256"));
    expect(delivery?.headers["x-nuki-signature"]).toBe(sign("sha1"));
    expect(delivery?.headers["content-type"]).toBe("application/json; charset=UTF-8");
  });

  test("sends only the features that were asked for, each in its own shape", async () => {
    await listen(allFeatures);
    await lab.control("POST", `/devices/${door}/wrong-code`, {});
    await lab.control("POST", `/devices/${door}/offline`);
    await lab.send("PUT", "/account/user", { email: "ada@example.com", name: "Ada" });
    await lab.send("POST", `/smartlock/${door}`, { name: "Renamed" });
    await lab.settle();
    expect(features()).toEqual(["DEVICE_LOGS", "DEVICE_STATUS", "ACCOUNT_USER", "DEVICE_MASTERDATA"]);
    expect(received[0]?.body).not.toHaveProperty("smartlockId");
    expect(received[0]?.body).toMatchObject({ smartlockLog: { smartlockId: door, state: 224 } });
    expect(received[1]?.body).toMatchObject({ smartlockId: door, serverState: 4 });
    received = [];
    await listen(["DEVICE_LOGS"]);
    await lab.control("POST", `/devices/${door}/online`);
    await lab.settle();
    expect(features()).toEqual([]);
  });

  test("reports what an offline door lost with the error ff, where the switch says so", async () => {
    await listen([]);
    await lab.control("POST", "/faults", { offlineWrites: "lostWithError" });
    await lab.control("POST", `/devices/${door}/offline`);
    await createCode();
    expect(received.map((delivery) => delivery.body)).toEqual([
      {
        type: "AuthCreation",
        requestId: expect.stringMatching(/^[0-9a-f]{24}$/),
        success: false,
        detail: [
          { smartlockId: door, success: false, errorCode: "ff", id: expect.stringMatching(/^[0-9a-f]{24}$/) },
        ],
      },
    ]);
  });

  test("reports a code that found its keypad full with the error 29", async () => {
    const old = rows(await lab.send("GET", "/smartlock?type=0"))[0]?.smartlockId;
    await listen([]);
    for (let index = 0; index < 101; index++) {
      const body = { name: `Code ${index}`, type: 13, code: codeNumber(index), remoteAllowed: false };
      expect((await lab.send("PUT", `/smartlock/${old}/auth`, body)).status).toBe(204);
    }
    await lab.settle();
    expect(received.map((delivery) => delivery.body)).toMatchObject([
      { type: "AuthCreation", success: false, detail: [{ smartlockId: old, errorCode: "29" }] },
    ]);
  });

  test("brings the outcome of the advanced calls, with the invitation's code and without a mail", async () => {
    await listen([]);
    const { accountUserId } = fields(
      await lab.send("PUT", "/account/user", { email: "ada@example.com", name: "Ada" }),
    );
    const body = { accountUserId, name: "Ada", remoteAllowed: true, smartlockIds: [door] };
    const { requestId } = fields(await lab.send("PUT", "/smartlock/auth/advanced", body));
    const action = fields(await lab.send("POST", `/smartlock/${door}/action/unlock/advanced`));
    await lab.settle();
    const result = (id: unknown) => received.find((delivery) => delivery.body.requestId === id)?.body;
    expect(result(requestId)).toMatchObject({
      type: "AuthCreation",
      success: true,
      detail: [{ smartlockId: door, success: true, code: expect.any(String) }],
    });
    expect(result(action.requestId)).toMatchObject({
      type: "UnlockAction",
      smartlockId: door,
      success: true,
    });
    expect(rows(await lab.control("GET", "/outbox"))).toMatchObject([{ mailed: false }]);
  });

  test("is stopped after lasting errors and starts again when asked", async () => {
    await listen(["DEVICE_LOGS"]);
    await lab.control("POST", "/faults", { webhookDeactivateAfter: 3 });
    answerWith = 500;
    for (let time = 0; time < 5; time++) {
      await lab.control("POST", `/devices/${door}/wrong-code`, {});
      await lab.settle();
    }
    expect(received).toHaveLength(3);
    expect(fields(await lab.send("GET", `${key}/advanced`)).webhookStatus).toBe("DEACTIVATED");
    expect((await lab.send("POST", `${key}/advanced/reactivate`)).status).toBe(204);
    answerWith = 200;
    await lab.control("POST", `/devices/${door}/wrong-code`, {});
    await lab.settle();
    expect(received).toHaveLength(4);
  });

  test("keeps the last 300 deliveries, 100 of them at a time", async () => {
    await listen(["DEVICE_LOGS"]);
    await lab.control("POST", `/devices/${door}/wrong-code`, { times: 305 });
    await lab.settle();
    const all = [];
    for (let cursor = ""; ; ) {
      const page = rows(await lab.send("GET", `${key}/webhook/logs?limit=500${cursor}`));
      if (page.length === 0) break;
      expect(page.length).toBeLessThanOrEqual(100);
      all.push(...page);
      cursor = `&id=${page.at(-1)?.id}`;
    }
    expect(all).toHaveLength(300);
    expect(all[0]).toMatchObject({ succeeded: true, responseStatus: 200, apiKeyId: 40001 });
  });
});

describe("delivery", () => {
  const codes = () => received.map((item) => (item.body.smartlockAuth as { code: number }).code);

  test("can lose one and send one twice", async () => {
    await listen(["DEVICE_AUTHS"]);
    await lab.control("POST", "/faults", { webhookLoss: 1, webhookDuplicate: 1 });
    for (const code of [345678, 345987, 987345]) await createCode(code);
    expect(codes()).toEqual([345987, 345987, 987345]);
  });

  test("can swap two and be late", async () => {
    await listen(["DEVICE_LOGS"]);
    await lab.control("POST", "/faults", { webhookReorder: true, webhookDelayMs: 60_000 });
    await lab.control("POST", `/devices/${door}/wrong-code`, { times: 2 });
    await lab.advance(30_000);
    expect(received).toEqual([]);
    await lab.settle();
    const ids = received.map((item) => (item.body.smartlockLog as { id: string }).id);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(ids).toHaveLength(2);
  });
});

/** What a receiver must find out: is this delivery Nuki's? */
const genuine = ({ headers, raw }: Delivery, secret = "demo-client-secret") =>
  headers["x-nuki-signature-sha256"] === createHmac("sha256", secret).update(raw).digest("hex");

describe("a delivery that is not as Nuki sent it", () => {
  test("can be forged before the true one, or written anew on the way", async () => {
    await listen(["DEVICE_AUTHS"]);
    await lab.control("POST", "/faults", { webhookForge: 1 });
    await createCode(345678);
    expect(received.map((item) => genuine(item)).sort()).toEqual([false, true]);
    received = [];
    await lab.control("POST", "/faults", { webhookReserialise: 1 });
    await createCode(345987);
    expect(received.map((item) => genuine(item))).toEqual([false]);
    expect(received[0]?.body).toMatchObject({ feature: "DEVICE_AUTHS", smartlockAuth: { code: 345987 } });
  });

  test("can come as a list, as anything, in any condition", async () => {
    await listen(["DEVICE_LOGS"]);
    await lab.control("POST", "/faults", { webhookAsArray: 1 });
    await lab.control("POST", `/devices/${door}/wrong-code`, {});
    await lab.settle();
    expect(received).toMatchObject([{ body: [{ feature: "DEVICE_LOGS" }] }]);
    for (const [how, valid] of [
      ["signed", true],
      ...["forged", "unsigned", "sha1", "reserialised"].map((name) => [name, false] as const),
    ] as const) {
      received = [];
      const body = { feature: "DEVICE_NOVELTY", smartlockId: door };
      const answer = await lab.control("POST", "/webhooks/send", { how, body });
      expect(answer.body).toEqual({ sent: [{ url, status: 200 }] });
      expect(received.map((item) => [item.body, genuine(item)])).toEqual([[body, valid]]);
    }
    expect((await lab.control("POST", "/webhooks/send", { how: "nicely" })).status).toBe(400);
  });

  test("can be an old one again, byte for byte and in another order", async () => {
    await listen(["DEVICE_LOGS"]);
    await lab.control("POST", `/devices/${door}/wrong-code`, { times: 2 });
    await lab.settle();
    const [first, second] = received.map((item) => item.raw);
    received = [];
    await lab.control("POST", "/webhooks/replay", { last: 2, reverse: true, times: 2 });
    expect(received.map((item) => item.raw)).toEqual([second, first, second, first]);
    expect(received.every((item) => genuine(item))).toBe(true);
  });
});

test("a webhook leaves within a second of what it tells", async () => {
  await listen(["DEVICE_LOGS", "DEVICE_STATUS"]);
  await lab.control("POST", `/devices/${door}/door`, { open: true });
  await lab.advance(1_000);
  expect(features()).toEqual(["DEVICE_LOGS", "DEVICE_STATUS"]);
});

test("a sync tells the settings too", async () => {
  await listen(allFeatures);
  await lab.send("POST", `/smartlock/${door}/sync`);
  await lab.settle();
  expect(features()).toEqual(["DEVICE_STATUS", "DEVICE_MASTERDATA", "DEVICE_CONFIG"]);
});

describe("decentral webhooks", () => {
  test("stop with their application after lasting errors, and start with it again", async () => {
    const tokenOf = { scopes: ["webhook.decentral"], kind: "oauth" };
    const token = String(fields(await lab.control("POST", "/tokens", tokenOf)).token);
    const hook = { webhookUrl: url, webhookFeatures: ["DEVICE_LOGS"] };
    await lab.send("PUT", "/api/decentralWebhook", hook, token);
    await lab.control("POST", "/faults", { webhookDeactivateAfter: 2 });
    const wrong = async () => {
      await lab.control("POST", `/devices/${door}/wrong-code`, {});
      await lab.settle();
      return received.length;
    };
    answerWith = 500;
    expect([await wrong(), await wrong(), await wrong()]).toEqual([1, 2, 2]);
    expect(fields(await lab.control("GET", "/webhooks"))).toEqual({ targets: [], deliveries: 2 });
    expect((await lab.send("POST", `${key}/advanced/reactivate`)).status).toBe(204);
    answerWith = 200;
    expect(await wrong()).toBe(3);
    expect(rows(await lab.send("GET", `${key}/webhook/logs`))).toHaveLength(3);
  });

  test("are refused to a plain API token and to one without the scope", async () => {
    const api = String(fields(await lab.control("POST", "/tokens", { scopes: ["webhook.decentral"] })).token);
    expect((await lab.send("GET", "/api/decentralWebhook", undefined, api)).status).toBe(403);
    expect((await lab.send("GET", "/api/decentralWebhook")).status).toBe(401);
  });

  test("tell their secret once and sign with it", async () => {
    const tokenOf = { scopes: ["webhook.decentral"], kind: "oauth" };
    const token = String(fields(await lab.control("POST", "/tokens", tokenOf)).token);
    const hook = { webhookUrl: url, webhookFeatures: ["DEVICE_AUTHS"] };
    const { id, secret } = fields(await lab.send("PUT", "/api/decentralWebhook", hook, token));
    expect(rows(await lab.send("GET", "/api/decentralWebhook", undefined, token))).toEqual([{ id, ...hook }]);
    await createCode();
    const [delivery] = received;
    const expected = createHmac("sha256", String(secret))
      .update(delivery?.raw ?? "")
      .digest("hex");
    expect(delivery?.headers["x-nuki-signature-sha256"]).toBe(expected);
    const insecure = { ...hook, webhookUrl: "http://example.com/hook" };
    expect((await lab.send("PUT", "/api/decentralWebhook", insecure, token)).status).toBe(400);
    expect((await lab.send("DELETE", `/api/decentralWebhook/${id}`, undefined, token)).status).toBe(204);
    received = [];
    await createCode(987345);
    expect(received).toEqual([]);
  });
});
