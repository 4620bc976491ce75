import { addBridge } from "./bridge.ts";
import { askDevice } from "./bridge-known.ts";
import { createCodeMaker } from "./codes.ts";
import { addDevice } from "./device-factory.ts";
import type { Office, OfficeRule, OfficeStaff } from "./office.ts";
import { createRandom } from "./random.ts";
import { seedLog } from "./seed-log.ts";
import {
  type Auth,
  addAuth,
  type Device,
  hasKeypad,
  ownAccountId,
  type TimeWindow,
  type World,
} from "./world.ts";

const dayMs = 24 * 3_600_000;
const offlineForMs = 3 * 3_600_000;

type Seed = {
  world: World;
  office: Office;
  since: number;
  devices: Map<string, Device>;
  nextCode: () => number;
};

/** An office that has been running for some months: devices, people's Nuki users, authorizations and a door log. */
export function seedOffice(world: World, office: Office): void {
  const random = createRandom(world.settings.seed, "office");
  const since = world.clock.now() - world.settings.historyDays * dayMs;
  const nextCode = createCodeMaker(createRandom(world.settings.seed, "personal codes"));
  const seed: Seed = { world, office, since, devices: new Map(), nextCode };
  const usedNukiIds = new Set<number>();
  const nukiId = () => {
    for (;;) {
      const id = random.int(0x10000000, 0xefffffff);
      if (!usedNukiIds.has(id)) return usedNukiIds.add(id) && id;
    }
  };
  for (const { key, name } of office.sites) world.sites.set(key, { key, name, internet: true });
  for (const bridge of office.bridges) addBridge(world, bridge);
  for (const spec of office.devices) seed.devices.set(spec.key, seedDevice(seed, spec, nukiId()));
  for (const person of office.staff) seedPerson(seed, person);
  seedUnmanaged(seed);
  pairWithBridges(world);
  seedLog(world, [...seed.devices.values()], since);
  for (const device of seed.devices.values()) {
    if (device.serverState === 4)
      device.updateDate = new Date(world.clock.now() - offlineForMs).toISOString();
  }
}

/** Each within the usual reach of its bridge, which has just asked it. */
function pairWithBridges(world: World): void {
  const random = createRandom(world.settings.seed, "radio");
  for (const device of world.devices.values()) {
    const bridge = device.bridge === undefined ? undefined : world.bridges.get(device.bridge);
    if (!bridge) continue;
    bridge.pairings.set(device.smartlockId, { rssi: -random.int(55, 80), known: null });
    askDevice(world, bridge, device);
  }
}

function seedDevice(seed: Seed, spec: Office["devices"][number], nukiId: number): Device {
  const { world, office, since } = seed;
  const site = office.sites.find((item) => item.key === spec.site);
  const device = addDevice(world, {
    ...{
      key: spec.key,
      name: spec.name,
      type: spec.type,
      nukiId,
      timeZone: site?.timeZone ?? "Europe/Berlin",
      site: spec.site,
      ...(spec.bridge === null ? {} : { bridge: spec.bridge }),
    },
    keypad: spec.keypad === 1 || spec.keypad === 2 ? spec.keypad : null,
    battery: spec.battery,
    critical: spec.critical,
    doorSensor: spec.type === 3 || spec.keypad === 2,
    accountId: ownAccountId,
  });
  device.creationDate = new Date(since - 30 * dayMs).toISOString();
  if (!spec.online) Object.assign(device, { ownState: 4, reach: 4, serverState: 4 });
  const bridge = office.bridges.find((item) => item.key === spec.bridge);
  if (bridge) seedAuth(seed, device, { type: 1, name: bridge.name, remoteAllowed: true });
  if (hasKeypad(device)) {
    const name = device.config.keypad2Paired === true ? "Keypad 2" : "Keypad";
    seedAuth(seed, device, { type: 3, name, remoteAllowed: false });
  }
  return device;
}

function seedAuth(seed: Seed, device: Device, fields: Partial<Auth> & { type: number; name: string }): Auth {
  const at = new Date(seed.since).toISOString();
  return addAuth(seed.world, device, {
    id: seed.world.ids.objectId(seed.since),
    smartlockId: device.smartlockId,
    authId: device.nextAuthId++,
    enabled: true,
    remoteAllowed: false,
    lockCount: 0,
    creationDate: at,
    updateDate: at,
    ...fields,
  });
}

/** The bit mask of "1111100" (Monday first): 64 is Monday. */
export function weekdayMask(days: string): number {
  return [...days].reduce((mask, day, index) => mask | (day === "1" ? 64 >> index : 0), 0);
}

function minutes(time: string): number {
  const [hours = "0", rest = "0"] = time.split(":");
  return Number(hours) * 60 + Number(rest);
}

function windowOf(office: Office, rule: OfficeRule): TimeWindow {
  const window = office.schedules.find((item) => item.key === rule.schedule)?.windows[0];
  if (!window) throw new Error(`the office file has no schedule ${rule.schedule}`);
  const allDay = window.from === "00:00" && window.until === "24:00";
  return {
    allowedWeekDays: weekdayMask(window.days),
    allowedFromTime: allDay ? 0 : minutes(window.from),
    allowedUntilTime: allDay ? 0 : minutes(window.until),
  };
}

function seedPerson(seed: Seed, person: OfficeStaff): void {
  const { office } = seed;
  const rules = office.teams.find((team) => team.key === person.team)?.rules ?? [];
  const name = `${person.firstName} ${person.lastName}`;
  const accountUserId = rules.some((rule) => rule.app) ? seedUser(seed, person, name) : undefined;
  const code = rules.some((rule) => rule.keypad) ? seed.nextCode() : undefined;
  const done = new Set<string>();
  for (const rule of rules) {
    const window = windowOf(office, rule);
    for (const key of office.areas.find((area) => area.key === rule.area)?.devices ?? []) {
      const device = seed.devices.get(key);
      if (!device) throw new Error(`the office file has no device ${key}`);
      if (rule.app && !done.has(`app ${key}`)) {
        done.add(`app ${key}`);
        seedAuth(seed, device, { type: 0, name, accountUserId, remoteAllowed: rule.remote, ...window });
      }
      if (rule.keypad && hasKeypad(device) && !done.has(`keypad ${key}`)) {
        done.add(`keypad ${key}`);
        const keypad = { type: 13, name, code, ...window };
        seedAuth(seed, device, { ...keypad, ...fingerprintsOf(seed, device, person) });
      }
    }
  }
}

/** Every third person has taught a Keypad 2 a finger. */
function fingerprintsOf({ office }: Seed, device: Device, person: OfficeStaff): Partial<Auth> {
  const taught = device.config.keypad2Paired === true && office.staff.indexOf(person) % 3 === 0;
  return taught ? { fingerprints: { "1": "Right index finger" } } : {};
}

function seedUser(seed: Seed, person: OfficeStaff, name: string): number {
  const at = new Date(seed.since).toISOString();
  const accountUserId = seed.world.ids.number();
  const { email, language } = person;
  const dates = { creationDate: at, updateDate: at };
  seed.world.users.set(accountUserId, {
    accountUserId,
    accountId: ownAccountId,
    type: 0,
    email,
    name,
    language,
    ...dates,
  });
  return accountUserId;
}

/** What nobody here provisioned: old codes, fobs, other people's phones. */
function seedUnmanaged(seed: Seed): void {
  for (const entry of seed.office.unmanaged) {
    const device = seed.devices.get(entry.device);
    if (!device) throw new Error(`the office file has no device ${entry.device}`);
    const type = entry.kind === "keypad" ? 13 : entry.kind === "fob" ? 2 : 0;
    const past = new Date(seed.world.clock.now() - 20 * dayMs).toISOString();
    seedAuth(seed, device, {
      type,
      name: entry.name,
      remoteAllowed: type === 0,
      ...(type === 13 ? { code: seed.nextCode() } : {}),
      ...(entry.expired
        ? { allowedUntilDate: past, allowedWeekDays: 127, allowedFromTime: 0, allowedUntilTime: 0 }
        : {}),
    });
    if (type === 2) device.config.fobPaired = true;
  }
}
