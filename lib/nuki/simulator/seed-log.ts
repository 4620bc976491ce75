import { createRandom, type Random } from "./random.ts";
import { type Auth, type Device, isOnline, type LogRow, type World } from "./world.ts";
import { localClock } from "./zones.ts";

const dayMs = 24 * 3_600_000;

const minuteMs = 60_000;
const silentBeforeNowMs = 3 * 3_600_000;

type Event = {
  at: number;
  device: Device;
  auth?: Auth;
  row: Omit<LogRow, "id" | "smartlockId" | "deviceType" | "date" | "name">;
};

const system = { trigger: 0, state: 0, autoUnlock: false, source: 0 };
const quietOpener = { activeCm: false, activeRto: false, flagGeoFence: false, flagForce: false };

/** When people come and go on a working day, in minutes of the day: morning, lunch, evening. */
function workingMinute(random: Random): number {
  const peak = random.pick([505, 520, 550, 750, 765, 1015, 1040]);
  return peak + random.int(-55, 55) + random.int(-30, 30);
}

function usableOn(auth: Auth, weekdayBit: number, midnight: number): boolean {
  if (auth.type !== 0 && auth.type !== 13 && auth.type !== 2) return false;
  if (auth.allowedUntilDate && Date.parse(auth.allowedUntilDate) < midnight + dayMs) return false;
  return auth.allowedWeekDays === undefined || (auth.allowedWeekDays & weekdayBit) !== 0;
}

function minuteFor(random: Random, auth: Auth): number {
  const from = auth.allowedFromTime || 330;
  const until = auth.allowedUntilTime || 1260;
  const minute = workingMinute(random);
  return minute >= from && minute < until ? minute : random.int(from, until - 1);
}

function entry(auth: Auth, opener: boolean): Event["row"] {
  const keypad = auth.type === 13;
  return {
    authId: auth.id,
    ...(auth.accountUserId === undefined ? {} : { accountUserId: auth.accountUserId }),
    action: opener ? 3 : 1,
    trigger: keypad ? 255 : auth.type === 2 ? 7 : 5,
    state: 0,
    autoUnlock: false,
    source: keypad ? 1 : 0,
    ...(opener
      ? { openerLog: { ...quietOpener, source: keypad ? 6 : 2, flagDoorbellSuppression: false } }
      : {}),
  };
}

function ring(at: number, device: Device): Event {
  const openerLog = { ...quietOpener, source: 0, flagDoorbellSuppression: false };
  return { at, device, row: { ...system, action: 224, openerLog } };
}

function visits(random: Random, device: Device, weekend: boolean): number {
  const people = [...device.auths.values()].filter((auth) => auth.type === 13).length;
  const busy = people > 8 ? 14 : device.auths.size > 6 ? 5 : 2;
  return weekend ? random.int(0, 3) : busy + random.int(-3, 4);
}

function dayOf(random: Random, device: Device, midnight: number, weekdayBit: number, events: Event[]): void {
  const weekend = (weekdayBit & 0b0000011) !== 0;
  const usable = [...device.auths.values()].filter((auth) => usableOn(auth, weekdayBit, midnight));
  const opener = device.type === 2;
  const sensor = device.state.doorState !== 0;
  const count = usable.length > 0 ? visits(random, device, weekend) : 0;
  for (let visit = 0; visit < count; visit++) {
    const auth = random.pick(usable);
    const at = midnight + minuteFor(random, auth) * minuteMs + random.int(0, 59_000);
    if (opener) events.push(ring(at - random.int(4_000, 20_000), device));
    events.push({ at, device, auth, row: entry(auth, opener) });
    if (sensor) {
      // Often in the same second: a time is no cursor.
      events.push({ at: at + random.int(0, 2) * 900, device, row: { ...system, action: 240 } });
      events.push({ at: at + random.int(6_000, 20_000), device, row: { ...system, action: 241 } });
    } else if (!opener && random.chance(0.5)) {
      events.push({ at: at + 20 * minuteMs, device, row: { ...system, action: 2, trigger: 6 } });
    }
    if (auth.type === 13 && random.chance(0.03)) {
      events.push({
        at: at - 9_000,
        device,
        row: { ...system, action: 1, trigger: 255, state: 224, source: 1 },
      });
    }
  }
  if (opener) {
    for (let rings = random.int(0, weekend ? 1 : 3); rings > 0; rings--) {
      events.push(ring(midnight + random.int(480, 1080) * minuteMs, device));
    }
  }
}

/** What happened at each door since then; counters and last use of the authorizations agree with it. */
export function seedLog(world: World, devices: Device[], since: number): void {
  const random = createRandom(world.settings.seed, "log");
  const now = world.clock.now();
  const events: Event[] = [];
  for (const device of devices) {
    for (let noon = since - (since % dayMs) + dayMs / 2; noon < now + dayMs; noon += dayMs) {
      const local = localClock(device.timeZone, noon);
      dayOf(random, device, noon - local.minute * minuteMs, local.weekdayBit, events);
    }
  }
  const heard = (event: Event) =>
    event.at >= since && event.at < (isOnline(event.device) ? now : now - silentBeforeNowMs);
  for (const event of events.filter(heard).sort((a, b) => a.at - b.at)) {
    const { at, device, auth, row } = event;
    const date = new Date(at).toISOString();
    const base = { id: world.ids.objectId(at), smartlockId: device.smartlockId, deviceType: device.type };
    world.logs.push({ ...base, name: auth?.name ?? "", ...row, date });
    if (!auth) continue;
    auth.lockCount++;
    auth.lastActiveDate = date;
  }
}
