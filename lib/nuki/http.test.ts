import { describe, expect, test } from "vitest";
import { z } from "zod";
import { NukiError, type Policy } from "@/lib/nuki/errors";
import { createHttp, type NukiCall, type NukiRequest } from "@/lib/nuki/http";
import { createLimiter } from "@/lib/nuki/limiter";
import { accepted, json, networkError, scriptedFetch, testClock } from "@/lib/nuki/scripted-fetch";

const TOKEN = "token-that-nobody-may-see";
const CODE = "345927";

function setUp(...script: Parameters<typeof scriptedFetch>) {
  const { fetch, sent } = scriptedFetch(...script);
  const clock = testClock();
  const calls: NukiCall[] = [];
  const http = createHttp({
    baseUrl: "https://nuki.test/",
    token: async () => TOKEN,
    limiter: createLimiter({ perMinute: 6000, burst: 1000, ...clock }),
    fetch,
    random: () => 0,
    timeoutMs: 1000,
    log: (call) => calls.push(call),
    ...clock,
  });
  return { http, sent, clock, calls };
}

const read: NukiRequest = { method: "GET", path: "/smartlock", policy: "read" };
const write: NukiRequest = {
  method: "PUT",
  path: "/smartlock/auth",
  body: { name: "Anna", code: Number(CODE), smartlockIds: [1] },
  policy: "write",
};
const action: NukiRequest = {
  method: "POST",
  path: "/smartlock/{id}/action",
  params: { id: 7 },
  policy: "action",
};
const list = z.array(z.object({ id: z.int() }));

async function failureOf(promise: Promise<unknown>): Promise<NukiError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof NukiError)) throw new Error(`not a NukiError: ${error}`);
  return error;
}

describe("a request", () => {
  test("carries the token, asks for JSON, follows no redirect and fills the path", async () => {
    const { http, sent } = setUp(accepted());
    await http.send({
      ...write,
      path: "/a/{one}/b/{two}",
      params: { one: "x/y", two: 5 },
      query: { p: 1, q: undefined },
    });
    expect(sent).toMatchObject([
      { method: "PUT", path: "/a/x%2Fy/b/5", query: { p: "1" }, body: write.body },
    ]);
    expect(sent[0]?.headers.get("authorization")).toBe(`Bearer ${TOKEN}`);
    expect(sent[0]?.headers.get("accept")).toBe("application/json");
  });

  test("asks for the token each time, so that a renewed one is used", async () => {
    const { fetch, sent } = scriptedFetch(new Response("", { status: 503 }), json([]));
    const clock = testClock();
    let issued = 0;
    const http = createHttp({
      baseUrl: "https://nuki.test",
      token: async () => `token-${++issued}`,
      limiter: createLimiter({ perMinute: 60, burst: 9, ...clock }),
      fetch,
      ...clock,
    });
    await http.fetchJson(read, list);
    expect(sent.map((request) => request.headers.get("authorization"))).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  test.each(["", "two\nlines", "blank in it"])(
    "a token like %j never leaves, nor is it quoted",
    async (token) => {
      const { fetch, sent } = scriptedFetch(json([]));
      const limiter = createLimiter({ perMinute: 60, burst: 9 });
      const http = createHttp({ baseUrl: "https://nuki.test", token: async () => token, limiter, fetch });
      const error = await failureOf(http.fetchJson(read, list));
      expect(error).toMatchObject({ name: "SignInAgain", outcome: "not_sent" });
      if (token) expect(String(error)).not.toContain(token);
      expect(sent).toHaveLength(0);
    },
  );
});

describe("a read", () => {
  test.each([
    ["429", json({}, 429)],
    ["500", json({}, 500)],
    ["a gateway's page", new Response("<html>Bad Gateway</html>", { status: 502 })],
    ["a page with status 200", new Response("<html>Welcome</html>", { status: 200 })],
    ["half a body", new Response('[{"id":1},{"i', { status: 200 })],
    ["an empty body", new Response("", { status: 200 })],
    ["bytes that are no text", new Response(new Uint8Array([0x5b, 0xff, 0x5d]))],
    ["a refused connection", networkError("ECONNREFUSED")],
    ["a reset connection", networkError("ECONNRESET")],
    ["no name server", networkError("EAI_AGAIN")],
  ])("is repeated after %s", async (_, failure) => {
    const { http, sent } = setUp(failure, failure, json([{ id: 1 }]));
    await expect(http.fetchJson(read, list)).resolves.toEqual([{ id: 1 }]);
    expect(sent).toHaveLength(3);
  });

  test.each([400, 401, 403, 404, 409, 422, 423])(
    "%i is final at once or comes again, but never as a list",
    async (status) => {
      const { http, sent } = setUp(json({ detailMessage: "no" }, status));
      await expect(http.fetchJson(read, list)).rejects.toMatchObject({
        status,
        text: "no",
        outcome: "refused",
      });
      expect(sent).toHaveLength(status === 423 ? 4 : 1);
    },
  );

  test("gives up after three repeats, with growing pauses", async () => {
    const { http, sent, clock } = setUp(json({}, 503));
    await expect(http.fetchJson(read, list)).rejects.toMatchObject({ name: "TryLater", status: 503 });
    expect(sent).toHaveLength(4);
    expect(clock.slept).toEqual([1000, 2000, 4000]);
  });

  test("with another shape is an error that a person must see, not an empty list, and is not asked for again", async () => {
    for (const body of [{}, null, [{ id: "1" }], [{ id: 1 }, {}]]) {
      const { http, sent } = setUp(json(body));
      const error = await failureOf(http.fetchJson(read, list));
      expect(error).toMatchObject({ name: "NukiAnswerError", problem: "shape", nextStep: "act" });
      expect(sent).toHaveLength(1);
    }
  });

  test("of 20 MB is read to its end", async () => {
    const rows = Array.from({ length: 400_000 }, (_, id) => ({ id, padding: "x".repeat(30) }));
    const { http } = setUp(json(rows));
    expect(await http.fetchJson(read, list)).toHaveLength(rows.length);
  });

  test("of more than 50 MB is an error", async () => {
    const chunk = new Uint8Array(1024 * 1024).fill(0x20);
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
    const { http } = setUp(() => new Response(endless));
    await expect(http.fetchJson(read, list)).rejects.toMatchObject({ problem: "too_large" });
  });
});

describe("a write", () => {
  test.each([
    ["429", json({}, 429)],
    ["a refused connection", networkError("ECONNREFUSED")],
    ["a name that does not resolve", networkError("ENOTFOUND")],
    ["a connection that does not come up", networkError("UND_ERR_CONNECT_TIMEOUT")],
  ])("is repeated after %s: nothing has happened", async (_, failure) => {
    const { http, sent } = setUp(failure, failure, accepted());
    await http.send(write);
    expect(sent).toHaveLength(3);
  });

  test.each([
    ["a reset connection", networkError("ECONNRESET"), null],
    ["a broken pipe", networkError("EPIPE"), null],
    ["a closed socket", networkError("UND_ERR_SOCKET"), null],
    ["an unknown network error", new TypeError("terminated"), null],
    ["500", json({ detailMessage: "boom" }, 500), 500],
    ["502 with a page", new Response("<html>Bad Gateway</html>", { status: 502 }), 502],
    ["503 that says when to come back", json({}, 503, { "retry-after": "1" }), 503],
    ["a page with status 200", new Response("<html>Welcome</html>", { status: 200 }), 200],
  ])("is sent once and has to be looked for after %s", async (_, failure, status) => {
    const { http, sent } = setUp(failure, accepted());
    const expected = { name: "LookAgain", nextStep: "look_again", outcome: "unknown", status };
    await expect(http.send(write)).rejects.toMatchObject(expected);
    expect(sent).toHaveLength(1);
  });

  test.each([400, 401, 402, 403, 404, 405, 409, 422, 423, 426])(
    "%i is sent once and has done nothing",
    async (status) => {
      const { http, sent } = setUp(json({ detailMessage: "no" }, status), accepted());
      await expect(http.send(write)).rejects.toMatchObject({ status, outcome: "refused" });
      expect(sent).toHaveLength(1);
    },
  );

  test("that is busy without a message has no words instead of a dump of the body", async () => {
    const { http } = setUp(json({ stackTrace: [], suppressedExceptions: [] }, 423));
    const error = await failureOf(http.send(write));
    expect(error).toMatchObject({ name: "TryLater", status: 423, text: null });
    expect(error.message).toBe("PUT /smartlock/auth: 423");
  });

  test("that creates a row but answers with half of it has an unknown outcome", async () => {
    for (const answer of [new Response('{"id":'), new Response(""), json({ id: "x" }), accepted()]) {
      const { http, sent } = setUp(answer);
      const error = await failureOf(http.fetchJson(write, z.object({ id: z.int() })));
      expect(error).toMatchObject({ name: "LookAgain", outcome: "unknown" });
      expect(sent).toHaveLength(1);
    }
  });

  test("is accepted with 204, an empty 200 or JSON", async () => {
    for (const answer of [accepted(), new Response("", { status: 200 }), json({ requestId: "x" })]) {
      await expect(setUp(answer).http.send(write)).resolves.toBeUndefined();
    }
  });
});

describe("an action", () => {
  test.each([
    ["429", json({}, 429)],
    ["423", json({}, 423)],
    ["500", json({}, 500)],
    ["a refused connection", networkError("ECONNREFUSED")],
    ["a reset connection", networkError("ECONNRESET")],
    ["a page", new Response("<html>hello</html>", { status: 200 })],
  ])("is never repeated, not after %s either", async (_, failure) => {
    const { http, sent } = setUp(failure, accepted());
    await expect(http.send(action)).rejects.toBeInstanceOf(NukiError);
    expect(sent).toHaveLength(1);
  });

  test("whose answer did not come is unknown", async () => {
    const { http } = setUp(networkError("ECONNRESET"));
    await expect(http.send(action)).rejects.toMatchObject({ name: "LookAgain", outcome: "unknown" });
  });
});

describe("429", () => {
  test("with Retry-After waits so long, whatever asks next", async () => {
    const { http, clock } = setUp(json({}, 429, { "retry-after": "7" }), json([]), json([]));
    const start = clock.now();
    await Promise.all([http.fetchJson(read, list), http.fetchJson(read, list)]);
    expect(clock.now() - start).toBe(7000);
  });

  test("with a date waits until then", async () => {
    const { http, clock } = setUp(
      json({}, 429, { "retry-after": new Date(testClock().now() + 20_000).toUTCString() }),
      json([]),
    );
    const start = clock.now();
    await http.fetchJson(read, list);
    expect(clock.now() - start).toBe(20_000);
  });

  test("without Retry-After waits longer each time, then tells the queue", async () => {
    const { http, clock, sent } = setUp(json({}, 429));
    const start = clock.now();
    await expect(http.send(write)).rejects.toMatchObject({
      name: "TryLater",
      status: 429,
      outcome: "refused",
    });
    expect(sent).toHaveLength(4);
    expect(clock.now() - start).toBe(1000 + 2000 + 4000);
  });

  test("for an hour is handed to the queue with the time, and the account rests a minute", async () => {
    const { http, clock, sent } = setUp(json({}, 429, { "retry-after": "3600" }), json([]));
    await expect(http.fetchJson(read, list)).rejects.toMatchObject({
      name: "TryLater",
      retryAfterMs: 3_600_000,
    });
    expect(sent).toHaveLength(1);
    const start = clock.now();
    await http.fetchJson(read, list);
    expect(clock.now() - start).toBe(60_000);
  });
});

describe("a redirect", () => {
  test.each([301, 302, 307, 308])("%i is not followed, for no kind of call", async (status) => {
    for (const request of [read, write, action]) {
      const { http, sent } = setUp(
        new Response("", { status, headers: { location: "https://elsewhere.test/" } }),
      );
      await expect(http.send(request)).rejects.toMatchObject({
        name: "PersonMustAct",
        outcome: "refused",
        status,
      });
      expect(sent).toHaveLength(1);
    }
  });
});

describe("secrets", () => {
  const everywhere = (error: unknown): string => {
    const seen: string[] = [];
    for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
      seen.push(String(at), at.stack ?? "", JSON.stringify(at, Object.getOwnPropertyNames(at)));
    }
    return seen.join("\n");
  };

  test.each([
    [
      "an error that echoes the request",
      json({ detailMessage: `value '${CODE}' with Bearer ${TOKEN}` }, 400),
    ],
    ["an error that holds the token elsewhere", new Response(`<p>${TOKEN} ${CODE}</p>`, { status: 403 })],
    ["a body that is cut off", new Response(`[{"id": ${CODE}`)],
    ["a body of another shape", json({ code: Number(CODE), token: TOKEN })],
    ["a failing gateway", new Response(`<html>${CODE} ${TOKEN}</html>`, { status: 502 })],
    ["a reset connection", networkError("ECONNRESET")],
  ] as const)("are in no error and no log line after %s", async (_, failure) => {
    for (const policy of ["read", "write", "action"] satisfies Policy[]) {
      const { http, calls } = setUp(failure);
      const error = await failureOf(http.fetchJson({ ...write, policy }, list));
      const text = everywhere(error) + JSON.stringify(calls);
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain(CODE);
      expect(text).not.toContain("Anna");
    }
  });
});

test("each attempt is told once, by template, with its status and error", async () => {
  const { http, calls } = setUp(json({}, 503), accepted());
  await http.send({ ...read, path: "/smartlock/{id}/auth", params: { id: 17179869185 } });
  expect(calls).toMatchObject([
    { attempt: 1, method: "GET", path: "/smartlock/{id}/auth", status: 503, error: "TryLater" },
    { attempt: 2, method: "GET", path: "/smartlock/{id}/auth", status: 204, error: null },
  ]);
  expect(calls[0]?.requestId).toBe(calls[1]?.requestId);
});

test("a failing token provider is not a failed request: nothing is sent", async () => {
  const { fetch, sent } = scriptedFetch(json([]));
  const limiter = createLimiter({ perMinute: 60, burst: 9 });
  const failing = () => Promise.reject(new Error("no database"));
  const http = createHttp({ baseUrl: "https://nuki.test", token: failing, limiter, fetch });
  await expect(http.fetchJson(read, list)).rejects.toThrow("no database");
  expect(sent).toHaveLength(0);
});

describe("a guarded request", () => {
  test("asks before each attempt, and what the guard throws is not sent and not repeated", async () => {
    const { http, sent } = setUp(json({ detailMessage: "slow down" }, 429), accepted());
    let asked = 0;
    const guard = async () => {
      asked += 1;
      if (asked === 2) throw new RangeError("the rules moved on");
    };
    await expect(http.send({ ...write, guard })).rejects.toThrow("the rules moved on");
    expect(sent).toHaveLength(1);
    expect(asked).toBe(2);
  });
});
