import { describe, expect, test } from "vitest";
import type { NukiAuthId } from "@/lib/access/types";
import { createNuki } from "@/lib/nuki/client";
import { createLimiter } from "@/lib/nuki/limiter";
import { codeOnTwoDoors, officeHours } from "@/lib/nuki/sample";
import { accepted, json, type Sent, scriptedFetch, testClock } from "@/lib/nuki/scripted-fetch";

function client(...script: Parameters<typeof scriptedFetch>) {
  const { fetch, sent } = scriptedFetch(...script);
  const clock = testClock();
  const limiter = createLimiter({ perMinute: 6000, burst: 1000, ...clock });
  const options = {
    baseUrl: "https://nuki.test",
    token: async () => "t",
    fetch,
    limiter,
    random: () => 0,
    ...clock,
  };
  return { ...createNuki(options), sent };
}

const row = (id: number) => ({
  id: `auth-${id}`,
  smartlockId: 17179869185,
  type: 13,
  name: `Code ${id}`,
  enabled: true,
  remoteAllowed: false,
  lockCount: 0,
});
const rows = (count: number, from = 0) => Array.from({ length: count }, (_, index) => row(from + index));

/** A paged list over rows that may change between two requests. */
function pages(list: () => ReturnType<typeof rows>, maxSize = 1000) {
  return ({ query }: Sent) => {
    const all = list();
    const size = Math.min(Number(query.size ?? 100), maxSize);
    const page = Number(query.page ?? 0);
    const pagination = {
      totalItems: all.length,
      totalPages: Math.ceil(all.length / size),
      currentPage: page,
      pageSize: size,
    };
    return json({ results: all.slice(page * size, (page + 1) * size), pagination });
  };
}

describe("all authorizations", () => {
  test("of an account with 540 come with one call", async () => {
    const all = rows(540);
    const { reader, sent } = client(pages(() => all));
    expect(await reader.listAllAuths()).toHaveLength(540);
    expect(sent).toHaveLength(1);
  });

  test("of an empty account are an empty list", async () => {
    const { reader } = client(pages(() => []));
    expect(await reader.listAllAuths()).toEqual([]);
  });

  test("come complete from a server that silently makes the pages smaller", async () => {
    const all = rows(1234);
    const { reader } = client(pages(() => all, 100));
    const ids = (await reader.listAllAuths()).map((auth) => auth.id);
    expect(new Set(ids)).toEqual(new Set(all.map((auth) => auth.id)));
  });

  test("are asked for in pages of 100 when the server refuses large ones", async () => {
    const all = rows(250);
    const paged = pages(() => all);
    const { reader, sent } = client((request) =>
      Number(request.query.size) > 100 ? json({ detailMessage: "size" }, 400) : paged(request),
    );
    expect(await reader.listAllAuths()).toHaveLength(250);
    expect(sent.filter(({ query }) => query.size === "1000")).toHaveLength(1);
  });

  test.each([404, 405])("come in one piece from a server that answers %i to paging", async (status) => {
    const { reader, sent } = client(({ path }) =>
      path.endsWith("/paged") ? json({}, status) : json(rows(3)),
    );
    expect(await reader.listAllAuths()).toHaveLength(3);
    expect(sent.map(({ path }) => path)).toEqual(["/smartlock/auth/paged", "/smartlock/auth"]);
  });

  test("are read again when one came in the meantime", async () => {
    let asked = 0;
    const { reader } = client((request) => {
      asked += 1;
      return pages(() => rows(asked > 2 ? 301 : 300), 100)(request);
    });
    expect(await reader.listAllAuths()).toHaveLength(301);
  });

  test("miss nothing when one goes and another comes, so that the total stays the same", async () => {
    // Behind the first page, row 0 goes and row 200 comes: row 100 slips onto the page that was already read.
    let asked = 0;
    const { reader } = client((request) => {
      asked += 1;
      return pages(() => (asked > 1 ? rows(200, 1) : rows(200)), 100)(request);
    });
    const ids = (await reader.listAllAuths()).map((auth) => auth.id);
    expect(ids).toHaveLength(200);
    expect(ids).toContain("auth-100");
    expect(ids).not.toContain("auth-0");
  });

  test.each([
    [
      "a page is short",
      ({ query }: Sent) => ({
        results: rows(query.page === "0" ? 100 : 40, Number(query.page) * 100),
        totalItems: 200,
        totalPages: 2,
      }),
    ],
    [
      "a page is empty",
      ({ query }: Sent) => ({ results: query.page === "0" ? rows(100) : [], totalItems: 200, totalPages: 2 }),
    ],
    ["the page number is ignored", () => ({ results: rows(100), totalItems: 200, totalPages: 2 })],
    ["the total is smaller than the list", () => ({ results: rows(100), totalItems: 99, totalPages: 1 })],
  ])("are an error, not a short list, when %s every time", async (_, paged) => {
    const { reader } = client((request) => {
      const { results, ...pagination } = paged(request);
      return json({ results, pagination });
    });
    await expect(reader.listAllAuths()).rejects.toMatchObject({
      problem: "incomplete",
      nextStep: "retry_later",
    });
  });

  test("are an error when the list never stands still", async () => {
    let asked = 0;
    const { reader } = client((request) => pages(() => rows(300 + asked++), 100)(request));
    await expect(reader.listAllAuths()).rejects.toMatchObject({ problem: "incomplete" });
  });

  test.each([
    ["no pagination", { results: [] }],
    ["a bare list", []],
    ["a bad row", { results: [{}], pagination: { totalItems: 1, totalPages: 1 } }],
    ["no total", { results: [], pagination: {} }],
  ])("are an error with %s", async (_, body) => {
    const { reader } = client(json(body));
    await expect(reader.listAllAuths()).rejects.toMatchObject({ problem: "shape" });
  });

  test.each([401, 403, 500])("are an error on page two with %i", async (status) => {
    const { reader } = client((request) =>
      request.query.page === "0" ? pages(() => rows(300), 100)(request) : json({}, status),
    );
    await expect(reader.listAllAuths()).rejects.toMatchObject({ status });
  });
});

describe("account users", () => {
  const users = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      accountUserId: index,
      email: `user${index}@Example.com`,
      name: "U",
    }));
  const paged =
    (all: ReturnType<typeof users>, max: number) =>
    ({ query }: Sent) => {
      const found = query.email
        ? all.filter((user) => new RegExp(query.email ?? "", "i").test(user.email))
        : all;
      const offset = Number(query.offset);
      return json(found.slice(offset, offset + Math.min(Number(query.limit), max)));
    };

  test("come complete although the server silently lowers the limit", async () => {
    const { reader } = client(paged(users(45), 20));
    expect(await reader.listAccountUsers()).toHaveLength(45);
  });

  test("are an error when the offset is ignored", async () => {
    const { reader } = client(json(users(3)));
    await expect(reader.listAccountUsers()).rejects.toMatchObject({ problem: "incomplete" });
  });

  test("are found by the whole address, however it is written", async () => {
    const { reader, sent } = client(paged(users(45), 20));
    expect(await reader.findAccountUserByEmail("USER1@example.com")).toMatchObject({ accountUserId: 1 });
    expect(sent).toHaveLength(1);
    expect(await reader.findAccountUserByEmail("user@example.com")).toBeNull();
    expect(await reader.findAccountUserByEmail("user44@example.co")).toBeNull();
  });

  test("with a plus sign are found although the filter is a regular expression", async () => {
    const all = [...users(30), { accountUserId: 99, email: "anna+office@example.com", name: "A" }];
    const { reader } = client(paged(all, 20));
    expect(await reader.findAccountUserByEmail("anna+office@example.com")).toMatchObject({
      accountUserId: 99,
    });
  });

  test("that are not there end the search on a server that filters without paging", async () => {
    const { reader } = client(json([{ accountUserId: 1, email: "other@example.com", name: "O" }]));
    expect(await reader.findAccountUserByEmail("anna@example.com")).toBeNull();
  });
});

describe("scopes", () => {
  const server = (allowed: (path: string) => boolean) => {
    return ({ path }: Sent) => {
      if (!allowed(path)) return json({ detailMessage: "Your access token is not authorized" }, 401);
      return json(
        path.endsWith("/paged") ? { results: [], pagination: { totalItems: 0, totalPages: 0 } } : [],
      );
    };
  };

  test("that a token has are told apart from those that it lacks", async () => {
    const { reader, sent } = client(
      server((path) => path === "/smartlock" || path.startsWith("/smartlock/log")),
    );
    expect(await reader.probeScopes()).toEqual({
      signedIn: true,
      scopes: {
        account: "missing",
        smartlock: "granted",
        "smartlock.auth": "missing",
        "smartlock.log": "granted",
        "smartlock.action": "unknown",
        "smartlock.config": "unknown",
      },
    });
    expect(sent.every(({ method }) => method === "GET")).toBe(true);
  });

  test("of a dead token are all missing, and it is not signed in", async () => {
    const { reader } = client(server(() => false));
    expect(await reader.probeScopes()).toMatchObject({ signedIn: false, scopes: { account: "missing" } });
  });

  test("survive a single 401 that heals", async () => {
    const seen = new Set<string>();
    const { reader } = client((request) => server(() => seen.size === seen.add(request.path).size)(request));
    const { scopes } = await reader.probeScopes();
    expect(scopes).toMatchObject({
      account: "granted",
      "smartlock.auth": "granted",
      "smartlock.log": "granted",
    });
  });

  test("are not guessed while Nuki does not answer", async () => {
    const { reader } = client(json({}, 503));
    await expect(reader.probeScopes()).rejects.toMatchObject({ name: "TryLater" });
  });

  test("for authorizations are found on a server without paging", async () => {
    const { reader } = client(({ path }) => (path.endsWith("/paged") ? json({}, 404) : json([])));
    expect(await reader.probeScopes()).toMatchObject({ scopes: { "smartlock.auth": "granted" } });
  });
});

describe("writes", () => {
  const id = "65a1b2c3d4e5f60718293a4b" as NukiAuthId;

  test("one create carries all doors and the complete content", async () => {
    const { writer, sent } = client(accepted());
    await writer.createAuths(codeOnTwoDoors);
    expect(sent).toMatchObject([{ method: "PUT", path: "/smartlock/auth" }]);
    expect(sent[0]?.body).toEqual({
      smartlockIds: [17179869185, 17179869186],
      type: 13,
      name: "Anna Müller",
      remoteAllowed: false,
      code: 345927,
      allowedWeekDays: 0b1111100,
      allowedFromTime: 540,
      allowedUntilTime: 1020,
    });
  });

  test("a create for one door takes the same way", async () => {
    const { writer, sent } = client(accepted());
    await writer.createAuths({
      deviceIds: [5],
      content: officeHours,
      holder: { kind: "app", accountUserId: 8 },
    });
    expect(sent).toMatchObject([
      { path: "/smartlock/auth", body: { smartlockIds: [5], type: 0, accountUserId: 8 } },
    ]);
    expect(sent[0]?.body).not.toHaveProperty("code");
  });

  test("an update carries everything, enabled and window included, also when only the name is new", async () => {
    const { writer, sent } = client(accepted());
    const content = { ...officeHours, enabled: false, validUntil: Date.UTC(2026, 5, 30, 21, 59, 59) };
    await writer.updateAuths([{ id, content, holder: { kind: "keypad", code: "345927" } }]);
    expect(sent[0]?.body).toEqual([
      {
        id,
        name: "Anna Müller",
        enabled: false,
        remoteAllowed: false,
        code: 345927,
        allowedUntilDate: "2026-06-30T21:59:59Z",
        allowedWeekDays: 0b1111100,
        allowedFromTime: 540,
        allowedUntilTime: 1020,
      },
    ]);
  });

  test("removals are a list in the body", async () => {
    const { writer, sent } = client(accepted());
    await writer.deleteAuths([id]);
    expect(sent).toMatchObject([{ method: "DELETE", path: "/smartlock/auth", body: [id] }]);
  });

  test("nothing to do sends nothing", async () => {
    const { writer, sent } = client(accepted());
    await writer.createAuths({ ...codeOnTwoDoors, deviceIds: [] });
    await writer.updateAuths([]);
    await writer.deleteAuths([]);
    expect(sent).toEqual([]);
  });

  test("somebody who is suspended cannot be created by mistake", async () => {
    const { writer, sent } = client(accepted());
    await expect(
      writer.createAuths({ ...codeOnTwoDoors, content: { ...officeHours, enabled: false } }),
    ).rejects.toThrow("disabled");
    expect(sent).toEqual([]);
  });

  test("a language that Nuki does not write in is left out", async () => {
    const { writer, sent } = client(json({ accountUserId: 1, email: "a@b.c", name: "A" }));
    await writer.createAccountUser({ email: "a@b.c", name: "A", language: "pt" });
    expect(sent[0]?.body).toEqual({ email: "a@b.c", name: "A" });
  });

  test("an account user whose e-mail exists is a conflict to look at", async () => {
    const { writer } = client(json({ detailMessage: "exists" }, 409));
    await expect(writer.createAccountUser({ email: "a@b.c", name: "A" })).rejects.toMatchObject({
      name: "LookAgain",
      outcome: "refused",
    });
  });
});

test("removals overtake creates that wait for their turn", async () => {
  const { fetch, sent } = scriptedFetch(accepted());
  const clock = testClock();
  const limiter = createLimiter({ perMinute: 60, burst: 1, ...clock });
  const { writer } = createNuki({
    baseUrl: "https://nuki.test",
    token: async () => "t",
    fetch,
    limiter,
    ...clock,
  });
  await Promise.all([
    writer.createAuths(codeOnTwoDoors),
    writer.createAuths(codeOnTwoDoors),
    writer.deleteAuths(["a" as NukiAuthId]),
  ]);
  expect(sent.map(({ method }) => method)).toEqual(["PUT", "DELETE", "PUT"]);
});

test("a page of the log with more than 50 rows is not asked for", async () => {
  const { reader, sent } = client(json([]));
  expect(() => reader.listLog({ limit: 51 })).toThrow(RangeError);
  expect(sent).toEqual([]);
});
