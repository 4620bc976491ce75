import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { codeNumber, fields, type Lab, office, rows, startLab } from "./testing.ts";

let lab: Lab;
let doors: number[];

beforeEach(async () => {
  lab = await startLab();
  doors = rows(await lab.send("GET", "/smartlock")).map((device) => device.smartlockId);
});
afterEach(() => lab.simulator.close());

const door = (index = 0) => doors[index] ?? 0;
const keypad = (name: string, code: number) => ({ type: 13, name, code, remoteAllowed: false, ...office });
const codesAt = async (smartlockId: number) =>
  rows(await lab.send("GET", `/smartlock/${smartlockId}/auth?types=13`));

async function addCode(name = "Ada", code = 345678, smartlockId = door()) {
  const answer = await lab.send("PUT", `/smartlock/${smartlockId}/auth`, keypad(name, code));
  expect(answer.status).toBe(204);
  await lab.settle();
  const auth = (await codesAt(smartlockId)).find((item) => item.code === code);
  if (!auth) throw new Error("the code did not appear");
  return auth;
}

async function addUser(email = "ada@example.com") {
  return Number(fields(await lab.send("PUT", "/account/user", { email, name: "Ada Amsel" })).accountUserId);
}

describe("create", () => {
  test("answers 204 with an empty body and appears only after the device took it", async () => {
    const answer = await lab.send("PUT", `/smartlock/${door()}/auth`, keypad("Ada", 345678));
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(await codesAt(door())).toEqual([]);
    await lab.advance(1_900);
    expect(await codesAt(door())).toEqual([]);
    await lab.advance(15_000);
    const [auth] = await codesAt(door());
    expect(auth).toMatchObject({
      name: "Ada",
      code: 345678,
      enabled: true,
      type: 13,
      lockCount: 0,
      ...office,
    });
    expect(auth?.id).toMatch(/^[0-9a-f]{24}$/);
    expect(auth?.authId).toEqual(expect.any(Number));
  });

  test("in bulk puts one authorization on each door", async () => {
    const body = { ...keypad("Ada", 345678), smartlockIds: [door(0), door(1), door(2)] };
    expect((await lab.send("PUT", "/smartlock/auth", body)).status).toBe(204);
    await lab.settle();
    for (const index of [0, 1, 2]) expect(await codesAt(door(index))).toHaveLength(1);
  });

  test("in bulk is refused as a whole when one door has no keypad, and names that door", async () => {
    const without = door(5);
    const answer = await lab.send("PUT", "/smartlock/auth", {
      ...keypad("Ada", 345678),
      smartlockIds: [door(), without],
    });
    expect(answer.status).toBe(400);
    expect(fields(answer).detailMessage).toBe(
      `The supplied value '13' for parameter 'type' is not valid for smartlock ${without}`,
    );
    await lab.settle();
    expect(await codesAt(door())).toEqual([]);
  });

  test("in bulk is refused as a whole when one door has the code already", async () => {
    await addCode("Ada", 345678, door(1));
    const answer = await lab.send("PUT", "/smartlock/auth", {
      ...keypad("Bela", 345678),
      smartlockIds: [door(), door(1)],
    });
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(String(door(1)));
    await lab.settle();
    expect(await codesAt(door())).toEqual([]);
  });

  test("takes the same code on another door", async () => {
    await addCode("Ada", 345678, door(0));
    await addCode("Ada", 345678, door(1));
  });

  test("refuses a code that a create under way already has", async () => {
    await lab.send("PUT", `/smartlock/${door()}/auth`, keypad("Ada", 345678));
    expect((await lab.send("PUT", `/smartlock/${door()}/auth`, keypad("Bela", 345678))).status).toBe(409);
    expect((await lab.send("PUT", `/smartlock/${door()}/auth`, keypad("Bela", 345987))).status).toBe(204);
  });

  test.each([
    ["a zero", 340678, "'340678' for parameter 'code'"],
    ["12 in front", 123467, "'123467' for parameter 'code'"],
    ["five digits", 34567, "'34567' for parameter 'code'"],
    ["no code", undefined, "'null' for parameter 'code'"],
  ])("refuses %s", async (_title, code, text) => {
    const answer = await lab.send("PUT", `/smartlock/${door()}/auth`, { ...keypad("Ada", 1), code });
    expect(answer.status).toBe(400);
    expect(fields(answer)).toEqual({
      detailMessage: `The supplied value ${text} is not valid`,
      stackTrace: [],
      suppressedExceptions: [],
    });
  });

  test("refuses a code for an app and a fob altogether", async () => {
    const accountUserId = await addUser();
    const app = { type: 0, name: "Ada", accountUserId, remoteAllowed: true };
    const withCode = await lab.send("PUT", `/smartlock/${door()}/auth`, { ...app, code: 345678 });
    expect(withCode.text).toContain("parameter 'code'");
    expect((await lab.send("PUT", `/smartlock/${door()}/auth`, { ...app, type: 2 })).status).toBe(400);
  });

  test("refuses keypad names over 20 and other names over 32 characters with the other error body", async () => {
    const long = await lab.send("PUT", `/smartlock/${door()}/auth`, keypad("a".repeat(21), 345678));
    expect(long.status).toBe(422);
    expect(fields(long)).toMatchObject({ code: 422, reasonPhrase: "Unprocessable Entity", homeRef: "/" });
    const accountUserId = await addUser();
    const app = { type: 0, accountUserId, remoteAllowed: false };
    expect(
      (await lab.send("PUT", `/smartlock/${door()}/auth`, { ...app, name: "a".repeat(33) })).status,
    ).toBe(422);
    expect(
      (await lab.send("PUT", `/smartlock/${door()}/auth`, { ...app, name: "a".repeat(32) })).status,
    ).toBe(204);
  });

  test("allows one app authorization per person and door", async () => {
    const accountUserId = await addUser();
    const app = { type: 0, name: "Ada", accountUserId, remoteAllowed: false };
    expect((await lab.send("PUT", `/smartlock/${door()}/auth`, app)).status).toBe(204);
    expect((await lab.send("PUT", `/smartlock/${door()}/auth`, app)).status).toBe(409);
    await lab.settle();
    expect((await lab.send("PUT", `/smartlock/${door()}/auth`, app)).status).toBe(409);
    expect((await lab.send("PUT", `/smartlock/${door(1)}/auth`, app)).status).toBe(204);
  });

  test("is accepted and never appears when it is lost", async () => {
    await lab.control("POST", "/faults", { loseCreates: 1 });
    expect((await lab.send("PUT", `/smartlock/${door()}/auth`, keypad("Ada", 345678))).status).toBe(204);
    await lab.settle();
    expect(await codesAt(door())).toEqual([]);
    await addCode();
  });

  test("beyond 200 codes is accepted and never appears; an old lock holds 100", async () => {
    const old = door(4);
    for (let index = 0; index < 101; index++) {
      const answer = await lab.send(
        "PUT",
        `/smartlock/${old}/auth`,
        keypad(`Code ${index}`, codeNumber(index)),
      );
      expect(answer.status).toBe(204);
    }
    await lab.settle();
    expect(await codesAt(old)).toHaveLength(100);
  });

  test("without a weekday mask loses its dates, unless the switch says otherwise", async () => {
    const dates = { allowedFromDate: "2026-03-01T00:00:00Z", allowedUntilDate: "2026-03-31T00:00:00Z" };
    const plain = { type: 13, name: "Ada", remoteAllowed: false, ...dates };
    await lab.send("PUT", `/smartlock/${door()}/auth`, { ...plain, code: 345678 });
    await lab.settle();
    expect((await codesAt(door()))[0]).not.toHaveProperty("allowedUntilDate");
    await lab.control("POST", "/faults", { ignoreDatesWithoutWeekdays: false });
    await lab.send("PUT", `/smartlock/${door(1)}/auth`, { ...plain, code: 345678 });
    await lab.settle();
    expect((await codesAt(door(1)))[0]).toMatchObject({ allowedUntilDate: "2026-03-31T00:00:00.000Z" });
  });
});

describe("update", () => {
  const full = { name: "Ada", enabled: true, remoteAllowed: false, ...office };

  test("shows its operation, answers 423 to the next and is there once the device took it", async () => {
    const auth = await addCode();
    const path = `/smartlock/${door()}/auth/${auth.id}`;
    expect((await lab.send("POST", path, { ...full, allowedWeekDays: 64 })).status).toBe(204);
    const pending = fields(await lab.send("GET", path));
    expect(pending.operationId).toBeDefined();
    expect(pending.allowedWeekDays).toBe(124);
    const second = await lab.send("POST", path, full);
    expect(second.status).toBe(423);
    expect(fields(second).detailMessage).toEqual(expect.any(String));
    expect((await lab.send("DELETE", path)).status).toBe(423);
    expect((await lab.send("DELETE", "/smartlock/auth", [auth.id])).status).toBe(423);
    await lab.control("POST", "/faults", { busy423Message: false });
    expect((await lab.send("POST", path, full)).body).toEqual({ stackTrace: [], suppressedExceptions: [] });
    await lab.settle();
    const done = fields(await lab.send("GET", path));
    expect(done).toMatchObject({ allowedWeekDays: 64, code: 345678 });
    expect(done).not.toHaveProperty("operationId");
  });

  test("that leaves the time fields out erases the window", async () => {
    const auth = await addCode();
    await lab.send("POST", `/smartlock/${door()}/auth/${auth.id}`, { name: "Ada" });
    await lab.settle();
    const [after] = await codesAt(door());
    for (const member of Object.keys(office)) expect(after).not.toHaveProperty(member);
    expect(after).toMatchObject({ code: 345678, enabled: true });
  });

  test("without a name is a 422", async () => {
    const auth = await addCode();
    const answer = await lab.send("POST", `/smartlock/${door()}/auth/${auth.id}`, { enabled: false });
    expect(answer.status).toBe(422);
    expect(fields(answer).code).toBe(422);
  });

  test("that is partial is a 422 where the switch says so", async () => {
    const auth = await addCode();
    await lab.control("POST", "/faults", { partialUpdate422: true });
    expect((await lab.send("POST", `/smartlock/${door()}/auth/${auth.id}`, { name: "Ada" })).status).toBe(
      422,
    );
  });

  test("in bulk changes all of them or none", async () => {
    const one = await addCode("Ada", 345678, door(0));
    const two = await addCode("Ada", 345678, door(1));
    const change = (id: string, name: string) => ({ ...full, id, name });
    const refused = await lab.send("POST", "/smartlock/auth", [
      change(one.id, "Bela"),
      change(two.id, "a".repeat(21)),
    ]);
    expect(refused.status).toBe(422);
    expect(
      (await lab.send("POST", "/smartlock/auth", [change(one.id, "Bela"), change(two.id, "Bela")])).status,
    ).toBe(204);
    await lab.settle();
    expect((await codesAt(door(0)))[0]?.name).toBe("Bela");
    expect((await codesAt(door(1)))[0]?.name).toBe("Bela");
  });

  test("to a code that another authorization of the door has is a 409", async () => {
    const auth = await addCode();
    await addCode("Bela", 987345);
    const answer = await lab.send("POST", `/smartlock/${door()}/auth/${auth.id}`, { ...full, code: 987345 });
    expect(answer.status).toBe(409);
  });

  test("is accepted and changes nothing when it is lost", async () => {
    const auth = await addCode();
    await lab.control("POST", "/faults", { loseUpdates: 1 });
    await lab.send("POST", `/smartlock/${door()}/auth/${auth.id}`, { ...full, name: "Bela" });
    await lab.settle();
    expect((await codesAt(door()))[0]).toMatchObject({ name: "Ada" });
    expect((await codesAt(door()))[0]).not.toHaveProperty("operationId");
  });
});

describe("remove", () => {
  test("answers 204 and the entry stays listed until the device took it", async () => {
    const auth = await addCode();
    expect((await lab.send("DELETE", `/smartlock/${door()}/auth/${auth.id}`)).status).toBe(204);
    expect(await codesAt(door())).toHaveLength(1);
    await lab.settle();
    expect(await codesAt(door())).toEqual([]);
  });

  test("takes a JSON list in the body of a DELETE, also across doors and with ids that are gone", async () => {
    const one = await addCode("Ada", 345678, door(0));
    const two = await addCode("Ada", 345678, door(1));
    expect((await lab.send("DELETE", "/smartlock/auth", [one.id, two.id, "0".repeat(24)])).status).toBe(204);
    await lab.settle();
    expect(await codesAt(door(0))).toEqual([]);
    expect(await codesAt(door(1))).toEqual([]);
  });

  test("leaves the entry in place for good when it is lost", async () => {
    const auth = await addCode();
    await lab.control("POST", "/faults", { loseDeletes: 1 });
    expect((await lab.send("DELETE", `/smartlock/${door()}/auth/${auth.id}`)).status).toBe(204);
    await lab.settle();
    expect(await codesAt(door())).toHaveLength(1);
  });
});

describe("lists", () => {
  test("are paged, and the pages hold everything once", async () => {
    for (let index = 0; index < 7; index++) {
      await lab.send("PUT", `/smartlock/${door()}/auth`, keypad(`Code ${index}`, codeNumber(index)));
    }
    await lab.settle();
    const pages = [];
    for (let page = 0; ; page++) {
      const answer = fields(await lab.send("GET", `/smartlock/auth/paged?page=${page}&size=3&types=13`));
      const { results, pagination } = answer as {
        results: { id: string }[];
        pagination: Record<string, unknown>;
      };
      pages.push(results.map((auth) => auth.id));
      expect(pagination).toMatchObject({ totalItems: 7, totalPages: 3, currentPage: page, pageSize: 3 });
      if (pagination.nextPage === undefined) break;
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(new Set(pages.flat()).size).toBe(7);
  });

  test("are filtered by type, by account user and by having none", async () => {
    const accountUserId = await addUser();
    await lab.send("PUT", `/smartlock/${door()}/auth`, {
      type: 0,
      name: "Ada",
      accountUserId,
      remoteAllowed: false,
    });
    await addCode();
    expect(rows(await lab.send("GET", "/smartlock/auth?types=0"))).toHaveLength(1);
    expect(rows(await lab.send("GET", `/smartlock/auth?accountUserId=${accountUserId}`))).toHaveLength(1);
    expect(rows(await lab.send("GET", "/smartlock/auth?accountUserId=-1&types=0,13"))).toHaveLength(1);
    const [withEmail] = rows(await lab.send("GET", `/smartlock/${door()}/auth?types=0&includeEmail=true`));
    expect(withEmail?.email).toBe("ada@example.com");
  });

  test("keep expired entries, enabled", async () => {
    const body = { ...keypad("Ada", 345678), allowedUntilDate: "2026-03-02T12:00:00Z" };
    await lab.send("PUT", `/smartlock/${door()}/auth`, body);
    await lab.advance(3 * 24 * 3_600_000);
    expect((await codesAt(door()))[0]).toMatchObject({
      enabled: true,
      allowedUntilDate: "2026-03-02T12:00:00.000Z",
    });
  });
});
