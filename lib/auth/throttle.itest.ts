import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { getDb } from "@/lib/db/connection";
import { signInAttempts } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { admitAttempt, clearAttempts } from "./throttle";

const start = new Date("2026-03-02T08:00:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const eva = { email: "eva@office.test", address: "192.0.2.1" };
const fromAddress = (n: number) => ({ ...eva, address: `192.0.2.${n}` });
const asPerson = (n: number) => ({ ...eva, email: `guess-${n}@office.test` });

describeDatabases("the throttle", (open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  async function fail(times: number, attempt: (n: number) => typeof eva = () => eva, at = start) {
    for (let n = 0; n < times; n++) expect(await admitAttempt(attempt(n), at)).toEqual({ ok: true });
  }

  test("lets five attempts for an e-mail through and then says how long to wait", async () => {
    await fail(5);
    expect(await admitAttempt(eva, start)).toEqual({ ok: false, waitSeconds: 60 });
    expect(await admitAttempt(eva, after(59))).toEqual({ ok: false, waitSeconds: 1 });
    expect(await admitAttempt(eva, after(60))).toEqual({ ok: true });
  });

  test("waits twice as long after each further failure, at most fifteen minutes", async () => {
    await fail(5);
    await fail(1, () => eva, after(60));
    expect(await admitAttempt(eva, after(60))).toEqual({ ok: false, waitSeconds: 120 });
    await fail(1, () => eva, after(180));
    expect(await admitAttempt(eva, after(180))).toEqual({ ok: false, waitSeconds: 240 });
    await fail(1, () => eva, after(420));
    expect(await admitAttempt(eva, after(420))).toEqual({ ok: false, waitSeconds: 480 });
  });

  test("does not take a refused attempt for another failure", async () => {
    await fail(5);
    for (let n = 0; n < 10; n++) await admitAttempt(eva, after(n));
    expect(await admitAttempt(eva, after(30))).toEqual({ ok: false, waitSeconds: 30 });
  });

  test("counts an e-mail from whatever address, and in whatever case", async () => {
    await fail(5, fromAddress);
    const again = { email: " EVA@Office.test", address: "198.51.100.7" };
    expect(await admitAttempt(again, start)).toEqual({ ok: false, waitSeconds: 60 });
  });

  test("counts twenty attempts of an address for whatever e-mails", async () => {
    await fail(20, asPerson);
    expect(await admitAttempt(asPerson(99), start)).toEqual({ ok: false, waitSeconds: 60 });
    expect(await admitAttempt({ ...asPerson(99), address: "198.51.100.7" }, start)).toEqual({ ok: true });
  });

  test("does not keep an e-mail named like an address apart by accident", async () => {
    await fail(5, () => ({ email: "x", address: "y" }));
    expect(await admitAttempt({ email: "y", address: "x" }, start)).toEqual({ ok: true });
  });

  test("lets five of fifty attempts sent at once through", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => admitAttempt(eva, start)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
  });

  test("forgets after fifteen minutes, and deletes what it forgot", async () => {
    await fail(5);
    await fail(1, () => fromAddress(9), after(900));
    expect(await getDb().$count(signInAttempts)).toBe(2);
    expect(await admitAttempt(eva, after(900))).toEqual({ ok: true });
  });

  test("keeps neither e-mail nor address in clear", async () => {
    await fail(1);
    expect(JSON.stringify(await getDb().select().from(signInAttempts))).not.toMatch(/eva|office|192/);
  });

  test("a right password clears the e-mail, but of the address only its own mark", async () => {
    await fail(19, asPerson);
    await fail(1, () => eva, after(1));
    await clearAttempts(eva, after(1));
    await fail(1, () => asPerson(99), after(2));
    expect(await admitAttempt(asPerson(100), after(2))).toMatchObject({ ok: false });
    await fail(5, (n) => fromAddress(100 + n), after(3));
    expect(await admitAttempt(fromAddress(110), after(3))).toMatchObject({ ok: false });
  });

  test("lets a rate go on as soon as there is room in its window, and waits no longer for it", async () => {
    const search = { search_minute: "eva", search_hour: "eva" };
    for (let n = 0; n < 10; n++) expect(await admitAttempt(search, after(n))).toEqual({ ok: true });
    expect(await admitAttempt(search, after(30))).toEqual({ ok: false, waitSeconds: 30 });
    expect(await admitAttempt({ search_minute: "max", search_hour: "max" }, after(30))).toEqual({ ok: true });
    expect(await admitAttempt(search, after(60))).toEqual({ ok: true });
    expect(await admitAttempt(search, after(60))).toEqual({ ok: false, waitSeconds: 1 });
  });

  test("counts sixty of an hour, however they are spread over its minutes", async () => {
    const search = { search_minute: "eva", search_hour: "eva" };
    for (let n = 0; n < 60; n++) expect(await admitAttempt(search, after(n * 10))).toEqual({ ok: true });
    expect(await admitAttempt(search, after(700))).toEqual({ ok: false, waitSeconds: 2900 });
    expect(await admitAttempt(search, after(3600))).toEqual({ ok: true });
  });
});
