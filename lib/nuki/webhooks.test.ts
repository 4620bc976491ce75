import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { featureOf, newsOf, payloadsOf, recurringFeatures, signerOf, withoutSecrets } from "./webhooks";

const bytes = (text: string) => new TextEncoder().encode(text);
const hmac = (key: string, body: string | Uint8Array, algorithm = "sha256") =>
  createHmac(algorithm, key).update(body).digest("hex");

const body = '{"feature":"DEVICE_STATUS","smartlockId":17179869999,"state":{"state":1}}';
const keys = ["central-secret", "decentral-secret"];

describe("the signature", () => {
  const cases: [string, string, string | null, number][] = [
    ["of the first key", body, hmac("central-secret", body), 0],
    ["of the second key", body, hmac("decentral-secret", body), 1],
    ["in capitals", body, hmac("decentral-secret", body).toUpperCase(), 1],
    ["of another key", body, hmac("guessed", body), -1],
    ["of an empty key", body, hmac("", body), -1],
    ["missing", body, null, -1],
    ["empty", body, "", -1],
    ["of Nuki's older header (SHA-1)", body, hmac("central-secret", body, "sha1"), -1],
    ["cut short", body, hmac("central-secret", body).slice(0, 62), -1],
    ["with something behind it", body, `${hmac("central-secret", body)}00`, -1],
    ["not hex at all", body, "z".repeat(64), -1],
    ["in base64", body, createHmac("sha256", "central-secret").update(body).digest("base64"), -1],
    [
      "of the same words in another order",
      JSON.stringify({ smartlockId: 1, feature: "X" }),
      hmac("central-secret", '{"feature":"X","smartlockId":1}'),
      -1,
    ],
    ["of the body with a space in it", body.replace(":", ": "), hmac("central-secret", body), -1],
    ["of the body without its last byte", body, hmac("central-secret", body.slice(0, -1)), -1],
    ["of an empty body", "", hmac("central-secret", ""), 0],
  ];
  test.each(cases)("%s", (_, text, header, signer) => {
    expect(signerOf(bytes(text), header, keys)).toBe(signer);
  });

  test("covers the bytes, not the characters that they stand for", () => {
    const raw = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    expect(signerOf(raw, hmac("central-secret", raw), keys)).toBe(0);
    expect(signerOf(bytes(raw.toString("utf8")), hmac("central-secret", raw), keys)).toBe(-1);
  });

  test("nothing is signed where there is no key", () => {
    expect(signerOf(bytes(body), hmac("", body), [])).toBe(-1);
  });
});

describe("a body", () => {
  const cases: [string, string, number | null][] = [
    ["one payload", body, 1],
    ["a list", `[${body},${body}]`, 2],
    ["an empty list", "[]", 0],
    ["a list with strangers in it", `[${body},1,null,"x",[${body}]]`, 1],
    ["a number", "7", 0],
    ["nothing", "", null],
    ["half a payload", body.slice(0, 20), null],
    ["a web page", "<html></html>", null],
  ];
  test.each(cases)("%s", (_, text, count) => {
    expect(payloadsOf(bytes(text))?.length ?? null).toBe(count);
  });
});

const logRow = {
  id: "6571f0a1b2c3d4e5f6071829",
  smartlockId: 17_179_869_999,
  deviceType: 4,
  authId: "6571f0a1b2c3d4e5f6071000",
  name: "Desk 12",
  action: 1,
  trigger: 255,
  state: 0,
  autoUnlock: false,
  date: "2026-03-02T08:00:00.000Z",
  source: 1,
};
const auth = {
  id: "6571f0a1b2c3d4e5f6071829",
  smartlockId: 17_179_869_999,
  authId: 8200,
  code: 451_892,
  type: 13,
  name: "Desk 12",
  updateDate: "2026-03-02T08:00:00.000Z",
};

describe("what a payload says", () => {
  const id = 17_179_869_999;
  const cases: [string, Record<string, unknown>, object, string, boolean][] = [
    [
      "a state",
      { feature: "DEVICE_STATUS", smartlockId: id, state: {} },
      { kind: "device", deviceId: id },
      "DEVICE_STATUS",
      true,
    ],
    [
      "master data",
      { feature: "DEVICE_MASTERDATA", deleted: true, smartlockId: id },
      { kind: "device", deviceId: id },
      "DEVICE_MASTERDATA",
      true,
    ],
    [
      "a configuration",
      { feature: "DEVICE_CONFIG", smartlockId: id, config: {} },
      { kind: "device", deviceId: id },
      "DEVICE_CONFIG",
      true,
    ],
    [
      "an authorization names its door inside",
      { feature: "DEVICE_AUTHS", deleted: false, smartlockAuth: auth },
      { kind: "authorizations", deviceId: id },
      "DEVICE_AUTHS",
      true,
    ],
    [
      "a deleted authorization",
      { feature: "DEVICE_AUTHS", deleted: true, smartlockAuth: { id: auth.id, smartlockId: id } },
      { kind: "authorizations", deviceId: id },
      "DEVICE_AUTHS",
      true,
    ],
    [
      "an authorization that names its door outside",
      { feature: "DEVICE_AUTHS", smartlockId: id },
      { kind: "authorizations", deviceId: id },
      "DEVICE_AUTHS",
      true,
    ],
    [
      "an entry that cannot be read",
      { feature: "DEVICE_LOGS", smartlockLog: { id: "1" } },
      { kind: "noted" },
      "DEVICE_LOGS",
      false,
    ],
    [
      "an account user",
      { feature: "ACCOUNT_USER", accountUser: {} },
      { kind: "noted" },
      "ACCOUNT_USER",
      false,
    ],
    [
      "the outcome of a request",
      { type: "UnlockAction", requestId: "a1", success: true },
      { kind: "noted" },
      "result:UnlockAction",
      false,
    ],
    [
      "a feature of next year",
      { feature: "DEVICE_MOOD", smartlockId: id },
      { kind: "noted" },
      "DEVICE_MOOD",
      false,
    ],
    ["a state without a door", { feature: "DEVICE_STATUS" }, { kind: "noted" }, "DEVICE_STATUS", true],
    [
      "a state of a door by name",
      { feature: "DEVICE_STATUS", smartlockId: "front" },
      { kind: "noted" },
      "DEVICE_STATUS",
      true,
    ],
    [
      "a door above what a number can hold",
      { feature: "DEVICE_STATUS", smartlockId: 2 ** 53 },
      { kind: "noted" },
      "DEVICE_STATUS",
      true,
    ],
    ["nothing", {}, { kind: "noted" }, "unknown", false],
    ["a feature that is no text", { feature: 7 }, { kind: "noted" }, "unknown", false],
  ];
  test.each(cases)("%s", (_, payload, news, feature, recurs) => {
    expect(newsOf(payload)).toEqual(news);
    expect(featureOf(payload)).toBe(feature);
    expect(recurringFeatures.includes(featureOf(payload))).toBe(recurs);
  });

  test("an entry comes as the log has it, and happens once", () => {
    const payload = { feature: "DEVICE_LOGS", smartlockLog: logRow };
    expect(newsOf(payload)).toMatchObject({
      kind: "entry",
      row: { id: logRow.id, deviceId: id, authId: logRow.authId, at: Date.parse(logRow.date) },
    });
    expect(newsOf(withoutSecrets(payload))).toEqual(newsOf(payload));
  });
});

describe("what is kept", () => {
  test("holds no keypad code, wherever it was", () => {
    const kept = withoutSecrets({
      feature: "DEVICE_AUTHS",
      smartlockAuth: { ...auth, name: "Desk 12 (451892)", updateDate: auth.updateDate },
      history: [{ note: "was 451892" }],
    });
    expect(JSON.stringify(kept)).not.toContain("451892");
    expect(kept).toMatchObject({ smartlockAuth: { id: auth.id, code: "[redacted]", type: 13 } });
  });

  const secret: [string, unknown][] = [
    ["code", 451_892],
    ["inviteCode", "ab12-cd34"],
    ["inviteCodes", [{ "a@example.com": "ab12-cd34" }, "ab12-cd34"]],
    ["invitation", { url: "https://nuki.io/ab12-cd34" }],
    ["pin", "4518"],
    ["adminPin", 4518],
    ["admin_pin", 4518],
    ["PIN", 4518],
    ["oldPins", [4518]],
    ["secret", "shh-shh"],
    ["accessToken", "shh-shh"],
    ["errorCode", "451892"],
  ];
  test.each(secret)("no %s", (name, value) => {
    const kept = JSON.stringify(withoutSecrets({ detail: [{ [name]: value }] }));
    expect(kept).toBe(`{"detail":[{"${name}":"[redacted]"}]}`);
  });

  const harmless: [string, unknown][] = [
    ["errorCode", "ff"],
    ["adminPinState", 0],
    ["mapping", "one to one"],
    ["opinion", "yes"],
    ["code", null],
    ["autoUnlock", true],
    ["smartlockId", 17_179_869_999],
  ];
  test.each(harmless)("all of %s: %s", (name, value) => {
    expect(withoutSecrets({ [name]: value })).toEqual({ [name]: value });
  });

  test("trusts no word of a feature that is not known, and every word of the log", () => {
    const unknown = { feature: "DEVICE_MOOD", n: 451_892, text: "it is 451892", id: 17_179_869_999 };
    expect(withoutSecrets(unknown)).toEqual({ ...unknown, n: "[redacted]", text: "it is [redacted]" });
    const named = { feature: "DEVICE_LOGS", smartlockLog: { ...logRow, name: "Order 451892" } };
    expect(withoutSecrets(named)).toEqual(named);
  });

  test("is cut where it is deeper than anything of Nuki's, and a database takes all of it", () => {
    let deep: unknown = "bottom";
    for (let level = 0; level < 50_000; level += 1) deep = [deep];
    expect(JSON.stringify(withoutSecrets({ deep }))).toContain("[deep]");
    expect(withoutSecrets({ "a\u0000b": "c\u0000\ud800" })).toEqual({ ab: "c\ufffd" });
  });
});
