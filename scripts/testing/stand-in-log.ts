import type { Chance } from "./stand-in-chance";

/** One thing that happened at a door, as a test tells it; the rest is made up. */
export interface LogEvent {
  readonly deviceId: number;
  readonly at: number;
  readonly members?: Readonly<Record<string, unknown>>;
}

/** How the pages of a log go wrong, over and over, until it is healed. */
export interface LogFault {
  /** After so many pages the same ones come again and again. */
  readonly circle?: { readonly after: number; readonly length: number };
  /** No row is known as a cursor any more. */
  readonly forgets?: boolean;
  /** Only when the log of this device alone is asked for. */
  readonly device?: number;
}

interface LogRow {
  readonly id: string;
  readonly smartlockId: number;
  readonly at: number;
  /** Rows of one second come in any order, but always in the same. */
  readonly rank: number;
  readonly body: Readonly<Record<string, unknown>>;
}

type LogAnswer =
  | { readonly status: 200; readonly rows: readonly Record<string, unknown>[] }
  | { readonly status: 400 };

const most = 50;
const usual = 20;
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The log of all doors as web-api.md 3.8 and the field notes C1 to C6 describe it. */
export function createLog(chance: Chance) {
  let rows: LogRow[] = [];
  let fault: LogFault = {};
  let lastTold: string | null = null;

  function idOf(): string {
    return Array.from({ length: 24 }, () => chance.below(16).toString(16)).join("");
  }

  function answer(deviceId: number | null, query: URLSearchParams): LogAnswer {
    const time = (name: string) => {
      const text = query.get(name);
      if (text === null) return null;
      return rfc3339.test(text) ? Date.parse(text) : Number.NaN;
    };
    const [from, to] = [time("fromDate"), time("toDate")];
    if (Number.isNaN(from) || Number.isNaN(to)) return { status: 400 };
    const is = (name: string, value: unknown) =>
      query.get(name) === null || query.get(name) === String(value);
    const wanted = (row: LogRow) =>
      (deviceId === null || row.smartlockId === deviceId) &&
      (from === null || row.at >= from) &&
      (to === null || row.at <= to) &&
      is("action", row.body.action) &&
      is("authId", row.body.authId) &&
      is("accountUserId", row.body.accountUserId);
    const isFaulty = fault.device === undefined || fault.device === deviceId;
    const cursor = query.get("id");
    const place = cursor === null ? -1 : rows.findIndex((row) => row.id === cursor);
    if (cursor !== null && (place < 0 || (isFaulty && fault.forgets))) return { status: 400 };
    const asked = Number(query.get("limit") ?? usual);
    const limit = Math.min(asked < 1 ? usual : asked, most);
    const found = rows.filter(wanted);
    let start = rows.slice(0, place + 1).filter(wanted).length;
    const { circle } = isFaulty ? fault : {};
    if (circle && start >= (circle.after + circle.length) * limit) start = circle.after * limit;
    // A log that is shorter than its circle is one.
    else if (circle && start > 0 && start >= found.length) start = 0;
    const page = found.slice(start, start + limit);
    lastTold = page.at(-1)?.id ?? lastTold;
    return { status: 200, rows: page.map((row) => row.body) };
  }

  return {
    answer,
    /** These things are in the log from now on, wherever their times belong; returns their ids. */
    add(events: readonly LogEvent[]): string[] {
      const added = events.map(({ deviceId, at, members }): LogRow => {
        const id = idOf();
        const body = {
          ...{ id, smartlockId: deviceId, deviceType: 4, name: "", action: 1, trigger: 1, state: 0 },
          ...{ autoUnlock: false, date: new Date(at).toISOString(), source: 0, ...members },
        };
        return { id, smartlockId: deviceId, at, rank: chance.next(), body };
      });
      const second = (row: LogRow) => Math.floor(row.at / 1000);
      rows = [...rows, ...added].sort((a, b) => second(b) - second(a) || a.rank - b.rank);
      return added.map((row) => row.id);
    },
    /** Nuki forgets rows: what is gone is no cursor either. */
    remove(id: string): void {
      rows = rows.filter((row) => row.id !== id);
    },
    setFault(next: LogFault): void {
      fault = next;
    },
    /** Where the next page of whoever asked last begins. */
    lastTold: () => lastTold,
    rows: (): readonly { id: string; deviceId: number; at: number }[] =>
      rows.map(({ id, smartlockId, at }) => ({ id, deviceId: smartlockId, at })),
  };
}

export type StandInLog = ReturnType<typeof createLog>;
