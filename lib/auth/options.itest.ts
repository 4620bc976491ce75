import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { getDb } from "@/lib/db/connection";
import { admins, signInAttempts, stepUps } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { authOptions } from "./options";
import { hashPassword } from "./password";

const options = { ...authOptions, secret: "a secret of the tests, long enough" };
const eva = { email: "eva@office.test", password: "open-sesame" };

type Cookies = Record<string, string>;

interface Answer {
  status: number;
  body: unknown;
  cookies: Cookies;
  /** The error that next-auth puts into the address it sends people to. */
  error: string | null;
}

/** One request to next-auth, through the handler it has for plain requests. */
async function ask(
  path: string,
  { body, cookies = {} }: { body?: Cookies; cookies?: Cookies } = {},
): Promise<Answer> {
  const answer: Answer = { status: 200, body: null, cookies: { ...cookies }, error: null };
  const request = {
    method: body ? "POST" : "GET",
    query: { nextauth: path.split("/") },
    headers: { "x-forwarded-for": "192.0.2.1" },
    cookies,
    body: body && { ...body, json: "true" },
  };
  const response = {
    getHeader: () => undefined,
    setHeader(name: string, value: string | string[]) {
      if (name !== "Set-Cookie") return response;
      const [, cookie = "", content = ""] = /^([^=]+)=([^;]*)/.exec(String(value)) ?? [];
      answer.cookies[cookie] = decodeURIComponent(content);
      return response;
    },
    status(status: number) {
      answer.status = status;
      return response;
    },
    send: (sent: unknown) => {
      answer.body = sent;
    },
    json: ({ url }: { url: string }) => {
      answer.error = new URL(url, "http://localhost").searchParams.get("error");
    },
  };
  await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options);
  return answer;
}

async function give(credentials: Cookies) {
  const csrf = await ask("csrf");
  const { csrfToken } = csrf.body as { csrfToken: string };
  return ask("callback/credentials", { body: { ...credentials, csrfToken }, cookies: csrf.cookies });
}

describeDatabases("next-auth with our options", (open) => {
  let database: TestDatabase;
  let passwordHash: string;
  beforeAll(async () => {
    database = await open();
    passwordHash = await hashPassword(eva.password);
  });
  beforeEach(async () => {
    await database.empty();
    await getDb()
      .insert(admins)
      .values({ email: eva.email, name: "Eva", role: "owner", passwordHash, sessionEpoch: 4 });
  });
  afterAll(() => database.close());

  test("a right password makes a session that says who and which epoch, and nothing that may change", async () => {
    const { cookies, error } = await give(eva);
    expect(error).toBeNull();
    const [admin] = await getDb().select({ adminId: admins.id }).from(admins);
    const { body } = await ask("session", { cookies });
    expect(body).toEqual({
      expires: expect.any(String),
      claim: { adminId: admin?.adminId, epoch: 4 },
    });
  });

  test("a session lasts twelve hours", async () => {
    const { cookies } = await give(eva);
    const { body } = await ask("session", { cookies });
    const hours = (Date.parse((body as { expires: string }).expires) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(12);
  });

  test.each([
    { ...eva, password: "open-barley" },
    { ...eva, email: "nobody@office.test" },
    { email: "not an address", password: "" },
    {},
  ])("%j makes no session, and always the same answer", async (credentials) => {
    const { cookies, error, status } = await give(credentials);
    expect([error, status]).toEqual(["CredentialsSignin", 401]);
    expect((await ask("session", { cookies })).body).toEqual({});
  });

  test("the sixth attempt is told how long to wait", async () => {
    for (let n = 0; n < 5; n++) await give({ ...eva, password: "open-barley" });
    expect((await give(eva)).error).toMatch(/^too_many_attempts:\d+$/);
  });

  test("a sign-out ends what a password that was given again allowed", async () => {
    const { cookies } = await give(eva);
    const [admin] = await getDb().select({ adminId: admins.id }).from(admins);
    if (!admin) throw new Error("not stored");
    await getDb()
      .insert(stepUps)
      .values({ tokenHash: "x", adminId: admin.adminId, until: new Date(2e12) });
    const csrf = await ask("csrf", { cookies });
    const { csrfToken } = csrf.body as { csrfToken: string };
    await ask("signout", { body: { csrfToken }, cookies: csrf.cookies });
    expect(await getDb().$count(stepUps)).toBe(0);
  });

  test("a forged cookie is no session", async () => {
    const { cookies } = await give(eva);
    const forged = {
      ...cookies,
      "next-auth.session-token": `${cookies["next-auth.session-token"]?.slice(0, -4)}AAAA`,
    };
    expect((await ask("session", { cookies: forged })).body).toEqual({});
  });

  test("what a failing database says does not reach the address bar", async () => {
    await getDb().execute("alter table sign_in_attempts rename to gone");
    try {
      expect((await give(eva)).error).toBe("unexpected");
    } finally {
      await getDb().execute("alter table gone rename to sign_in_attempts");
    }
    expect(await getDb().$count(signInAttempts)).toBe(0);
  });
});
