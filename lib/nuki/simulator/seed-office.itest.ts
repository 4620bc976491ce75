import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoOffice, type Lab, type Row, rows, startLab } from "./testing.ts";

const day = 24 * 3_600_000;
const startAt = "2026-11-23T09:00:00.000Z";
const office = demoOffice();
let lab: Lab;
let devices: Row[];
let auths: Row[];

beforeAll(async () => {
  lab = await startLab({ office, startAt });
  devices = rows(await lab.send("GET", "/smartlock"));
  auths = rows(await lab.send("GET", "/smartlock/auth"));
});
afterAll(() => lab.simulator.close());

const named = (name: string) =>
  devices.find((device) => device.name === name) ?? { smartlockId: 0, type: -1 };
const at = (name: string, type: number) =>
  auths.filter((auth) => auth.smartlockId === named(name).smartlockId && auth.type === type);

async function walk(path: string): Promise<Row[]> {
  const found: Row[] = [];
  for (let cursor = ""; ; ) {
    const page = rows(await lab.send("GET", `${path}?limit=500${cursor}`));
    if (page.length === 0) return found;
    expect(page.length).toBeLessThanOrEqual(50);
    found.push(...page);
    cursor = `&id=${page.at(-1)?.id}`;
  }
}

describe("devices of the office", () => {
  test("have the id of their type, their zone, keypad and battery as described", () => {
    expect(devices).toHaveLength(office.devices.length);
    for (const spec of office.devices) {
      const device = named(spec.name);
      expect(Math.floor(device.smartlockId / 2 ** 32)).toBe(spec.type);
      expect(device).toMatchObject({
        serverState: spec.online ? 0 : 4,
        config: {
          timezoneId: spec.site === "vienna" ? 37 : 40,
          keypadPaired: spec.keypad === 1,
          keypad2Paired: spec.keypad === 2,
        },
        state: { batteryCritical: spec.critical ?? false },
      });
      expect(device).toHaveProperty("state.mode", 2);
      if (spec.battery === null) expect(device).not.toHaveProperty("state.batteryCharge");
      else expect(device).toHaveProperty("state.batteryCharge", spec.battery);
    }
  });

  test("carry a type 1 authorization for their bridge and a type 3 one for their keypad", () => {
    for (const spec of office.devices) {
      expect(at(spec.name, 1)).toHaveLength(spec.bridge ? 1 : 0);
      expect(at(spec.name, 3)).toHaveLength(spec.keypad ? 1 : 0);
    }
  });
});

describe("authorizations of the office", () => {
  test("exist for each member of a team at each door of its rules, with the window of the schedule", () => {
    const people = office.staff
      .filter((person) => person.team === "cleaning")
      .map((p) => `${p.firstName} ${p.lastName}`);
    const codes = at("Main entrance", 13).filter((auth) => people.includes(auth.name));
    expect(codes.map((auth) => auth.name).sort()).toEqual([...people].sort());
    for (const auth of codes) {
      expect(auth).toMatchObject({
        allowedWeekDays: 126,
        allowedFromTime: 300,
        allowedUntilTime: 480,
        remoteAllowed: false,
      });
      expect(auth).not.toHaveProperty("allowedFromDate");
    }
    expect(at("Office 3rd floor", 0)).toHaveLength(
      office.staff.filter((p) => p.team === "engineering").length,
    );
    expect(at("Main entrance", 0)[0]).toMatchObject({
      ...{ allowedWeekDays: 127, allowedFromTime: 0, allowedUntilTime: 0, remoteAllowed: true },
      accountUserId: expect.any(Number),
    });
  });

  test("give a person one code for all doors, valid, hard to guess and two digits from every other", () => {
    const byPerson = new Map<string, Set<unknown>>();
    for (const auth of auths.filter((item) => item.type === 13)) {
      byPerson.set(auth.name, (byPerson.get(auth.name) ?? new Set()).add(auth.code));
    }
    for (const codes of byPerson.values()) expect(codes.size).toBe(1);
    const codes = [...byPerson.values()].map((set) => String([...set][0]));
    for (const [index, code] of codes.entries()) {
      expect(code).toMatch(/^(?!12)[1-9]{6}$/);
      for (const other of codes.slice(index + 1)) {
        expect([...code].filter((digit, place) => digit !== other[place]).length).toBeGreaterThanOrEqual(2);
      }
    }
  });

  test("need a Nuki user exactly for those who have an app rule", async () => {
    const withApp = new Set(
      office.teams.filter((team) => team.rules.some((rule) => rule.app)).map((team) => team.key),
    );
    const users = rows(await lab.send("GET", "/account/user"));
    const expected = office.staff.filter((person) => withApp.has(person.team)).map((person) => person.email);
    expect(users.map((user) => String(user.email)).sort()).toEqual(expected.sort());
  });

  test("include what nobody here made: codes, a fob, an expired entry", () => {
    for (const entry of office.unmanaged) {
      const type = { keypad: 13, app: 0, fob: 2 }[entry.kind] ?? -1;
      const door = office.devices.find((device) => device.key === entry.device)?.name ?? "";
      const [auth] = at(door, type).filter((item) => item.name === entry.name);
      expect(auth?.enabled).toBe(true);
      if (entry.expired) expect(Date.parse(String(auth?.allowedUntilDate))).toBeLessThan(Date.parse(startAt));
    }
  });
});

describe("the door log of the office", () => {
  test("can be walked to its end by the cursor, newest first, each row once", async () => {
    const log = await walk(`/smartlock/${named("Main entrance").smartlockId}/log`);
    expect(log.length).toBeGreaterThan(60 * 25);
    expect(new Set(log.map((row) => row.id)).size).toBe(log.length);
    const dates = log.map((row) => Date.parse(String(row.date)));
    expect([...dates].sort((a, b) => b - a)).toEqual(dates);
    const seconds = dates.map((date) => Math.floor(date / 1000));
    expect(new Set(seconds).size).toBeLessThan(seconds.length);
    expect(dates.at(-1)).toBeGreaterThanOrEqual(Date.parse(startAt) - 90 * day);
    const count = log.filter((row) => row.state === 224).length;
    expect(count).toBeGreaterThan(0);
    for (const code of at("Main entrance", 13)) {
      const used = log.filter((row) => row.authId === code.id);
      expect(code.lockCount).toBe(used.length);
      expect(code.lastActiveDate).toBe(used[0]?.date);
    }
  });

  test("has the door's sensor, the opener's bell, and nothing from an offline door in the last hours", async () => {
    const page = async (name: string, query: string) =>
      rows(await lab.send("GET", `/smartlock/${named(name).smartlockId}/log?limit=50${query}`));
    expect((await page("Main entrance", "&action=240"))[0]).toMatchObject({
      name: "",
      trigger: 0,
      state: 0,
      source: 0,
    });
    expect((await page("Street intercom", "&action=224"))[0]).toHaveProperty("openerLog.source", 0);
    const [last] = await page("Side entrance", "");
    expect(Date.parse(String(last?.date))).toBeLessThanOrEqual(Date.parse(startAt) - 3 * 3_600_000);
  });

  test("follows working days", async () => {
    const monday = "2026-11-16";
    const sunday = "2026-11-15";
    const countOn = async (date: string) => {
      const range = `fromDate=${date}T00:00:00Z&toDate=${date}T23:59:59Z`;
      return rows(
        await lab.send("GET", `/smartlock/${named("Main entrance").smartlockId}/log?limit=50&${range}`),
      ).length;
    };
    expect(await countOn(monday)).toBeGreaterThan(30);
    expect(await countOn(sunday)).toBeLessThan(15);
  });
});

describe("the log's parameters", () => {
  const path = () => `/smartlock/${named("Main entrance").smartlockId}/log`;
  const get = (query: string) => lab.send("GET", `${path()}?${query}`);

  test("give 20 rows where no limit is asked for and 50 at most", async () => {
    expect(rows(await get(""))).toHaveLength(20);
    expect(rows(await get("limit=500"))).toHaveLength(50);
    expect(rows(await get("limit=7"))).toHaveLength(7);
  });

  test("know no offset and no dateSince", async () => {
    expect((await get("offset=20")).text).toBe((await get("")).text);
    expect((await get("dateSince=2026-11-23")).text).toBe((await get("")).text);
  });

  test("refuse unix seconds", async () => {
    const answer = await get("fromDate=1764000000");
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("'1764000000' for parameter 'fromDate'");
    expect((await get("id=abc")).status).toBe(400);
  });

  test("exclude the cursor's own row, also where several rows share its second", async () => {
    const all = rows(await get("limit=50"));
    const below = rows(await get(`limit=50&id=${all[9]?.id}`));
    expect(below.slice(0, 40).map((row) => row.id)).toEqual(all.slice(10).map((row) => row.id));
  });

  test("end with an empty page", async () => {
    expect(rows(await get(`id=${"0".repeat(24)}`))).toEqual([]);
  });

  test("filter by authorization and by account user", async () => {
    const [auth] = at("Main entrance", 13).filter((item) => Number(item.lockCount) > 0);
    const used = rows(await get(`limit=50&authId=${auth?.id}`));
    expect(new Set(used.map((row) => row.authId))).toEqual(new Set([auth?.id]));
    const [app] = at("Main entrance", 0);
    const byUser = rows(await lab.send("GET", `/smartlock/log?limit=50&accountUserId=${app?.accountUserId}`));
    expect(new Set(byUser.map((row) => row.accountUserId))).toEqual(new Set([app?.accountUserId]));
  });
});

test("a large account without an office file has thousands of authorizations, and the pages hold them all", async () => {
  const large = await startLab({ size: { staff: 1_000, locks: 40 } });
  let total = 0;
  for (let page = 0, pages = 1; page < pages; page++) {
    const answer = await large.send("GET", `/smartlock/auth/paged?page=${page}&size=500`);
    const body = answer.body as { results: unknown[]; pagination: { totalPages: number } };
    pages = body.pagination.totalPages;
    total += body.results.length;
  }
  expect(total).toBe(rows(await large.send("GET", "/smartlock/auth")).length);
  expect(total).toBeGreaterThan(3_000);
  await large.simulator.close();
});
