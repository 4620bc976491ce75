import { readFileSync } from "node:fs";

export interface StaffFileOptions {
  /** Rows below the header, the two faulty ones included. */
  readonly rows: number;
  readonly seed?: number;
  /** Authorizations in total, one per person and door; 540 for 300 rows. */
  readonly authorizations?: number;
  /** People who get the door that is offline; 61 for 300 rows. */
  readonly atOfflineDoor?: number;
  readonly firstNumber?: number;
  /** `Gültig ab` of most rows, as YYYY-MM-DD. */
  readonly from?: string;
}

interface Office {
  readonly devices: readonly {
    key: string;
    name: string;
    site: string;
    type: number;
    keypad: number | null;
  }[];
  readonly areas: readonly { key: string; devices: readonly string[] }[];
  readonly teams: readonly { key: string; rules: readonly { area: string; keypad: boolean }[] }[];
  readonly staff: readonly { firstName: string; lastName: string; team: string }[];
  readonly unmanaged: readonly { device: string; kind: string }[];
}

const HEADER =
  "Personalnummer;Vorname;Nachname;E-Mail;Abteilung;Türen;Wochentage;Von;Bis;Gültig ab;Gültig bis;Zugangsart";
const OFFLINE_DOOR = "v-side";
const FAULTY_ROWS = 2;

const FIRST_NAMES =
  "Jürgen Björn Jörg Käthe Günter Sören Rüdiger Bärbel Götz Änne Lukas Sabine Stefan Petra Markus Heike Thomas Ulrike Andreas Birgit Holger Silke Dirk Anke Ralf Kerstin Uwe Martina Bernd Gabriele Lars Katrin Sven Monika Frank Ingrid Volker Renate Dieter Helga".split(
    " ",
  );
const LAST_NAMES =
  "Müller Schröder Krüger Köhler Böhm Jäger Schäfer König Vögele Lößl Groß Weiß Grünwald Möller Schütz Bäcker Höfer Zöllner Dörr Käfer Hartmann Lehmann Richter Neumann Zimmermann Braun Hoffmann Schulz Becker Koch Klein Wolf Vogel Friedrich Keller Roth Peters Kaiser Scholz Heinrich".split(
    " ",
  );
const DEPARTMENTS = ["Finanzen", "Einkauf", "Vertrieb", "Reinigung", "Entwicklung", "Küche", "Logistik"];
const HOURS: readonly (readonly [days: string, from: string, until: string])[] = [
  ["Mo-Fr", "08:00", "18:00"],
  ["Mo-Fr", "07:00", "19:00"],
  ["Mo-Fr", "6:00", "14:00"],
  ["Mo,Mi,Fr", "6:00", "8:30"],
  ["Mo-Sa", "05:00", "09:00"],
  ["Mo-Do", "9.00", "17.30"],
  ["Di,Do", "13:00", "20:00"],
];

/**
 * A staff list as a German HR system writes it: `;`, Windows-1252, CRLF, `Mo-Fr`, TT.MM.JJJJ. Against the demo office
 * 300 rows are 298 people to add and 2 blocked rows, 540 authorizations, 61 of them at the door that is offline. Each
 * person's doors lie at one site, so one request to Nuki makes all of a person's codes.
 */
export function makeStaffFile(options: StaffFileOptions): Uint8Array {
  const { rows, seed = 1, firstNumber = 20_001, from = "2026-09-01" } = options;
  const people = Math.max(0, rows - FAULTY_ROWS);
  const random = seeded(seed);
  const office = readOffice();
  const doors = assignDoors(office, people, {
    total: options.authorizations ?? Math.round((people * 540) / 298),
    offline: options.atOfflineDoor ?? Math.round((people * 61) / 298),
  });
  const names = uniqueNames(office, rows, random);
  const lines = Array.from({ length: rows }, (_, i) => {
    const fault = i - people;
    const [days, start, end] = HOURS[Math.floor(random() * HOURS.length)] ?? HOURS[0] ?? ["", "", ""];
    const [firstName, lastName] = names[i] ?? ["", ""];
    const hasMail = fault < 0 && random() < 0.1;
    return [
      String(firstNumber + i),
      firstName,
      lastName,
      hasMail ? `${spelledOut(firstName)}.${spelledOut(lastName)}.${firstNumber + i}@example.com` : "",
      DEPARTMENTS[Math.floor(random() * DEPARTMENTS.length)] ?? "",
      fault === 0 ? "Nebeneingang Süd" : fault === 1 ? "Main entrance" : (doors[i] ?? []).join("|"),
      days,
      fault === 1 ? "18:00" : start,
      fault === 1 ? "08:00" : end,
      german(from),
      random() < 0.15 ? "31.12.2035" : "",
      "keypad",
    ].join(";");
  });
  // The faulty rows stand somewhere in the middle, as they do in life.
  for (const faulty of lines.splice(people))
    lines.splice(Math.floor(random() * (lines.length + 1)), 0, faulty);
  return windows1252(`${[HEADER, ...lines].join("\r\n")}\r\n`);
}

/** Codes that each keypad can still take: 100 on a lock of type 0, 200 else, less what the office has. */
export function freePlaces(office: Office = readOffice()): Map<string, number> {
  const devicesOf = new Map(office.areas.map(({ key, devices }) => [key, devices]));
  const doorsOf = new Map(
    office.teams.map(({ key, rules }) => [
      key,
      new Set(rules.flatMap(({ area, keypad }) => (keypad ? (devicesOf.get(area) ?? []) : []))),
    ]),
  );
  const free = new Map<string, number>();
  for (const device of office.devices) {
    if (!device.keypad) continue;
    const ofStaff = office.staff.filter(({ team }) => doorsOf.get(team)?.has(device.key)).length;
    const unmanaged = office.unmanaged.filter(
      (it) => it.kind === "keypad" && it.device === device.key,
    ).length;
    free.set(device.key, (device.type === 0 ? 100 : 200) - ofStaff - unmanaged);
  }
  return free;
}

/** The doors that the list uses, by name. */
export function keypadDoorNames(): string[] {
  return readOffice().devices.flatMap(({ keypad, name }) => (keypad ? [name] : []));
}

function assignDoors(office: Office, people: number, want: { total: number; offline: number }): string[][] {
  const free = freePlaces(office);
  const doors = office.devices.filter(({ keypad }) => keypad);
  const home = doors.find(({ key }) => key === OFFLINE_DOOR)?.site;
  // Two in three work where the offline door is; everybody who gets that door does.
  const sites = Array.from({ length: people }, (_, i) => (i < want.offline || i % 3 !== 0 ? "home" : "away"));
  const assigned: (typeof doors)[] = sites.map(() => []);
  const give = (person: number, door: (typeof doors)[number] | undefined) => {
    if (!door) return;
    assigned[person]?.push(door);
    free.set(door.key, (free.get(door.key) ?? 0) - 1);
  };
  let left = want.total - want.offline;
  for (let person = 0; person < want.offline; person++)
    give(
      person,
      doors.find(({ key }) => key === OFFLINE_DOOR),
    );
  // Everybody gets one door before anybody gets another; the emptiest keypad of the site is next.
  for (let round = 0; left > 0 && round <= doors.length; round++) {
    for (let person = 0; person < people && left > 0; person++) {
      const own = assigned[person] ?? [];
      if (own.length > round) continue;
      const open = doors
        .filter((door) => door.key !== OFFLINE_DOOR && !own.includes(door))
        .filter((door) => (sites[person] === "home") === (door.site === home))
        .sort((a, b) => (free.get(b.key) ?? 0) - (free.get(a.key) ?? 0));
      if (!open[0]) continue;
      give(person, open[0]);
      left--;
    }
  }
  return assigned.map((list) => list.map(({ name }) => name));
}

function uniqueNames(office: Office, count: number, random: () => number): [string, string][] {
  const taken = new Set(office.staff.map(({ firstName, lastName }) => `${firstName} ${lastName}`));
  const singles = FIRST_NAMES.flatMap((first) => LAST_NAMES.map((last): [string, string] => [first, last]));
  const pool = shuffled(singles, random).filter(([first, last]) => !taken.has(`${first} ${last}`));
  // Beyond those come double surnames, as many as are needed.
  for (let i = 0; pool.length < count; i++) {
    const [first, last] = pool[i] ?? ["", ""];
    const second = LAST_NAMES[i % LAST_NAMES.length] ?? "";
    const third = LAST_NAMES[Math.floor(i / singles.length) % LAST_NAMES.length] ?? "";
    const name = i < singles.length ? `${last}-${second}` : `${last}-${second} ${third}`;
    pool.push([first, name]);
  }
  return pool.slice(0, count);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

function readOffice(): Office {
  return JSON.parse(readFileSync(new URL("../../lib/demo/office.json", import.meta.url), "utf8"));
}

function german(localDate: string): string {
  return localDate.split("-").reverse().join(".");
}

function spelledOut(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss");
  return plain.replace(/[^a-z-]/g, "");
}

/** All that is written here lies in Latin-1, which Windows-1252 contains. */
function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** Mulberry32: small, and the same in every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
