import { type Chance, noTrouble, type Trouble } from "./stand-in-chance";

export interface StandInDoor {
  readonly id: number;
  readonly type: number;
  readonly name: string;
  readonly keypad: boolean;
  /** Authorizations that somebody else made; nobody may touch them. */
  readonly foreign: readonly Record<string, unknown>[];
}

type Row = Record<string, unknown> & {
  readonly id: string;
  readonly smartlockId: number;
  readonly type: number;
};
type Body = Record<string, unknown>;
type CreateBody = Body & { smartlockIds?: number[] };

/** One authorization that a request creates or updates. */
export interface WriteItem {
  readonly at: number;
  readonly op: "create" | "update";
  readonly deviceId: number;
  readonly type: number;
  readonly payload: Body;
}

interface Pending {
  readonly op: "create" | "update" | "remove";
  /** When the door has it; never for what gets lost, which is then not pending either. */
  readonly at: number;
  readonly authId: string | null;
  readonly payload: Body;
}

interface DoorState extends StandInDoor {
  online: boolean;
  rows: Map<string, Row>;
  pending: Pending[];
  stale: { readonly until: number; readonly rows: readonly Row[] } | null;
  syncAt: number | null;
  /** The last lists that were handed out, newest first. */
  served: (readonly Row[])[];
}

interface Written {
  readonly status: number;
  readonly body?: Body;
}

/** What every write must say, always; nothing may be left to what Nuki assumes. */
const complete = ["name", "remoteAllowed", "allowedWeekDays", "allowedFromTime", "allowedUntilTime"];

export function createWorld(startAt: number, list: readonly StandInDoor[], chance: Chance) {
  let now = startAt;
  let lastId = 0;
  let lastUser = 100;
  const violations: string[] = [];
  const doors = new Map<number, DoorState>();
  const users: (Body & { accountUserId: number; email: string })[] = [];
  /** Every authorization that ever came from a request, with all its contents in order. */
  const ours = new Map<string, Body[]>();
  /** Requests that nobody waits for any more, on their way here. */
  let travelling: { readonly at: number; readonly body: unknown }[] = [];
  const nextId = () => `5f0c${(++lastId).toString(16).padStart(20, "0")}`;
  const violation = (text: string) => violations.push(`${new Date(now).toISOString()} ${text}`);

  for (const door of list) {
    const rows = door.foreign.map((row): Row => ({ ...row, id: nextId(), smartlockId: door.id }) as Row);
    const byId = new Map(rows.map((row) => [row.id, row]));
    doors.set(door.id, {
      ...door,
      online: true,
      rows: byId,
      pending: [],
      stale: null,
      syncAt: null,
      served: [],
    });
  }

  function carryOut(door: DoorState, item: Pending): void {
    const date = new Date(now).toISOString();
    if (item.op === "create") {
      const id = nextId();
      const { smartlockIds: _all, ...content } = item.payload;
      door.rows.set(id, {
        enabled: true,
        lockCount: 0,
        ...content,
        id,
        smartlockId: door.id,
        type: typeOf(item.payload),
        creationDate: date,
        updateDate: date,
      });
      ours.set(id, [content]);
    } else if (item.authId !== null) {
      const row = door.rows.get(item.authId);
      if (item.op === "remove") door.rows.delete(item.authId);
      else if (row) {
        // What an update leaves out is gone (field-notes A6).
        const { id, smartlockId, type, creationDate, lockCount } = row;
        door.rows.set(id, {
          enabled: true,
          ...item.payload,
          id,
          smartlockId,
          type,
          creationDate,
          lockCount,
          updateDate: date,
        });
      }
    }
  }

  function settle(door: DoorState): void {
    if (!door.online) return;
    const synced = door.syncAt !== null && door.syncAt <= now;
    // A sync brings server and device together: nothing stays under way, and the list is fresh.
    const due = door.pending.filter((item) => synced || item.at <= now).sort((a, b) => a.at - b.at);
    door.pending = door.pending.filter((item) => !due.includes(item));
    for (const item of due) carryOut(door, item);
    if (synced) {
      door.syncAt = null;
      // No cache answers with what was read before it: a client has nothing else to tell a lost create from a slow one.
      door.served = [];
    }
    if (synced || (door.stale && door.stale.until <= now)) door.stale = null;
  }

  function readable(door: DoorState, trouble: Trouble): readonly Row[] {
    settle(door);
    const busy = new Set(door.pending.map((item) => item.authId));
    const rows = [...door.rows.values()].map((row) =>
      busy.has(row.id) ? { ...row, operationId: "5f0c" } : row,
    );
    if (door.stale) return door.stale.rows;
    if (chance.happens(trouble.stale)) {
      // An answer from another cache may be older than what was answered before.
      const old = door.served.length > 0 ? chance.pick(door.served) : rows;
      door.stale = { until: now + chance.between(5, 240) * 1000, rows: old };
      return old;
    }
    door.served = [rows, ...door.served].slice(0, 4);
    return rows;
  }

  function accept(door: DoorState, item: Omit<Pending, "at">, trouble: Trouble): void {
    if (chance.happens(trouble.lose)) return;
    if (!door.online && chance.happens(0.5)) return;
    const late = chance.happens(trouble.late);
    const at = now + (late ? chance.between(20, 600) : chance.between(2, 12)) * 1000;
    const history = item.authId === null ? undefined : ours.get(item.authId);
    const earlier = item.op === "update" && history && chance.happens(trouble.earlier);
    const payload = earlier ? chance.pick(history) : item.payload;
    if (item.op === "update") history?.push(item.payload);
    door.pending.push({ ...item, at, payload: { ...payload } });
  }

  function pendingFor(door: DoorState, id: string): Pending | undefined {
    return door.pending.find((item) => item.authId === id);
  }

  /** The row with this id and its door, or a violation and null. */
  function ownRow(id: string, what: string): { door: DoorState; row: Row } | "gone" | null {
    for (const door of doors.values()) {
      settle(door);
      const row = door.rows.get(id);
      if (!row) continue;
      if (!ours.has(id)) {
        violation(`${what} touches ${id} on ${door.name}, which is not from here`);
        return null;
      }
      return { door, row };
    }
    if (ours.has(id)) return "gone";
    violation(`${what} names ${id}, which never was`);
    return null;
  }

  function checkComplete(what: string, payload: Body, isKeypad: boolean, isUpdate: boolean): void {
    const wanted = [...complete, ...(isUpdate ? ["enabled"] : []), isKeypad ? "code" : "accountUserId"];
    for (const name of wanted)
      if (payload[name] === undefined || payload[name] === null) violation(`${what} leaves out ${name}`);
    if (!isKeypad && payload.code !== undefined) violation(`${what} sends a code to an app`);
    const name = String(payload.name ?? "");
    if (Buffer.byteLength(name) > (isKeypad ? 20 : 32) || name === "")
      violation(`${what}: the name "${name}"`);
    if (isKeypad && !/^(?!12)[1-9]{6}$/.test(String(payload.code)))
      violation(`${what}: a code that Nuki refuses`);
  }

  function isSameHolder(a: Body, b: Body): boolean {
    return (
      typeOf(a) === typeOf(b) && (typeOf(a) === 13 ? a.code === b.code : a.accountUserId === b.accountUserId)
    );
  }

  const world = {
    violations,
    violation,
    now: () => now,
    advance(ms: number): void {
      now += ms;
      const arrived = travelling.filter((item) => item.at <= now);
      travelling = travelling.filter((item) => item.at > now);
      for (const { body } of arrived) world.create(body, noTrouble, () => {});
      for (const door of doors.values()) settle(door);
    },
    hasDoor: (id: number) => doors.has(id),
    /** What the door really holds, and what of it came from requests. */
    truth: (id: number): { row: Row; ours: boolean }[] => {
      const door = doors.get(id);
      if (!door) return [];
      settle(door);
      return [...door.rows.values()].map((row) => ({ row, ours: ours.has(row.id) }));
    },
    pendingCount: () =>
      [...doors.values()].reduce((count, door) => count + door.pending.length, travelling.length),
    goOffline(id: number): void {
      const door = doors.get(id);
      if (!door?.online) return;
      door.online = false;
      // What was under way is lost, or comes when the door is back: nobody can tell.
      door.pending = door.pending.filter(() => chance.happens(0.5));
    },
    comeBack(id: number): void {
      const door = doors.get(id);
      if (door) door.online = true;
    },
    sync(id: number): void {
      const door = doors.get(id);
      if (door) door.syncAt ??= now + chance.between(1, 5) * 1000;
    },
    listDoors: () =>
      [...doors.values()].map((door) => ({
        smartlockId: door.id,
        accountId: 1,
        type: door.type,
        authId: 1,
        name: door.name,
        favorite: false,
        config: { name: door.name, keypadPaired: false, keypad2Paired: door.keypad, timezoneId: 37 },
        state: {
          mode: 2,
          state: 1,
          trigger: 0,
          lastAction: 1,
          doorState: 2,
          batteryCritical: false,
          nightMode: false,
        },
        serverState: door.online ? 0 : 4,
        adminPinState: 0,
        firmwareVersion: 198151,
        hardwareVersion: 2817,
      })),
    listDoor(id: number, trouble: Trouble): readonly Row[] {
      const door = doors.get(id);
      return door ? readable(door, trouble) : [];
    },
    listPage(page: number, size: number, trouble: Trouble) {
      const rows = [...doors.values()].flatMap((door) => readable(door, trouble));
      const moved = chance.happens(trouble.shift) ? [...rows.slice(1), ...rows.slice(0, 1)] : rows;
      const results = moved.slice(page * size, (page + 1) * size);
      const totalPages = Math.ceil(rows.length / size);
      return {
        results,
        pagination: { totalItems: rows.length, totalPages, currentPage: page, pageSize: size },
      };
    },
    listUsers(email: string | null, offset: number, limit: number) {
      const found = email === null ? users : users.filter((user) => user.email.includes(email));
      return found.slice(offset, offset + Math.min(limit, 20));
    },
    createUser(body: unknown): Written {
      const { email, name } = body as { email: string; name: string };
      if (users.some((user) => user.email.toLowerCase() === email.toLowerCase())) {
        violation(`PUT /account/user: ${email} is there already`);
        return { status: 409 };
      }
      const date = new Date(now).toISOString();
      const user = {
        accountUserId: ++lastUser,
        accountId: 1,
        type: 0,
        email,
        name,
        creationDate: date,
        updateDate: date,
      };
      users.push(user);
      return { status: 200, body: user };
    },
    /** An account user that is there from the start; the same address may be there twice. */
    seedUser(email: string): void {
      const date = new Date(now).toISOString();
      users.push({
        accountUserId: ++lastUser,
        accountId: 1,
        email,
        name: email,
        creationDate: date,
        updateDate: date,
      });
    },
    /** A create that arrives only later; it is judged by the rules under which it left. */
    travel(body: unknown, ms: number, watch: (items: readonly WriteItem[]) => void): void {
      watch(creationsOf(body as CreateBody, now));
      travelling.push({ at: now + ms, body });
    },
    create(body: unknown, trouble: Trouble, watch: (items: readonly WriteItem[]) => void): Written {
      const payload = body as CreateBody;
      const type = typeOf(payload);
      const what = "PUT /smartlock/auth";
      checkComplete(what, payload, type === 13, false);
      const ids = payload.smartlockIds ?? [];
      if (ids.length === 0 || new Set(ids).size < ids.length)
        violation(`${what} names no door, or one twice`);
      let clash = false;
      for (const id of ids) {
        const door = doors.get(id);
        if (!door) {
          violation(`${what} names the door ${id}, which never was`);
          return { status: 403 };
        }
        if (type === 13 && !door.keypad) return { status: 400 };
        settle(door);
        const there = [...door.rows.values()].find((row) => isSameHolder(row, payload));
        const coming = door.pending.find(
          (item) => item.op === "create" && isSameHolder(item.payload, payload),
        );
        if (there ? ours.has(there.id) : coming)
          violation(`${what} again on ${door.name} for ${payload.name}`);
        clash ||= there !== undefined || coming !== undefined;
      }
      if (clash) return { status: 409 };
      watch(creationsOf(payload, now));
      for (const id of ids) {
        const door = doors.get(id);
        if (door) accept(door, { op: "create", authId: null, payload }, trouble);
      }
      return { status: 204 };
    },
    update(body: unknown, trouble: Trouble, watch: (items: readonly WriteItem[]) => void): Written {
      const list = body as (Body & { id: string })[];
      const what = "POST /smartlock/auth";
      const found: { door: DoorState; row: Row; payload: Body }[] = [];
      for (const { id, ...payload } of list) {
        const own = ownRow(id, what);
        if (own === "gone") return { status: 404 };
        if (own === null) return { status: 403 };
        checkComplete(what, payload, own.row.type === 13, true);
        if (pendingFor(own.door, id)) {
          violation(`${what} writes to ${id} on ${own.door.name} while a write is pending`);
          return { status: 423 };
        }
        found.push({ ...own, payload });
      }
      watch(
        found.map(({ door, row, payload }) => ({
          at: now,
          op: "update",
          deviceId: door.id,
          type: row.type,
          payload,
        })),
      );
      for (const { door, row, payload } of found)
        accept(door, { op: "update", authId: row.id, payload }, trouble);
      return { status: 204 };
    },
    remove(body: unknown, trouble: Trouble): Written {
      const what = "DELETE /smartlock/auth";
      const found: { door: DoorState; row: Row }[] = [];
      for (const id of body as string[]) {
        const own = ownRow(id, what);
        if (own === null) return { status: 403 };
        if (own === "gone") continue;
        const pending = pendingFor(own.door, id);
        // Who loses access does not wait for an update of before (domain.md, rule 9): a 423 costs seconds and nothing else.
        if (pending?.op === "remove")
          violation(`${what} removes ${id} on ${own.door.name} again while its removal is pending`);
        if (pending) return { status: 423 };
        found.push(own);
      }
      for (const { door, row } of found) accept(door, { op: "remove", authId: row.id, payload: {} }, trouble);
      return { status: 204 };
    },
  };
  return world;
}

export type World = ReturnType<typeof createWorld>;

function creationsOf(payload: CreateBody, at: number): WriteItem[] {
  const type = typeOf(payload);
  return (payload.smartlockIds ?? []).map((deviceId) => ({ at, op: "create", deviceId, type, payload }));
}

function typeOf(payload: Body): number {
  return typeof payload.type === "number" ? payload.type : 0;
}
