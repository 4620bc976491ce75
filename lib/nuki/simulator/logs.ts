import { type Call, deviceOf, invalid, ok, ownDevices, type Reply, type Route } from "./http.ts";
import { parseInstant, queryInteger } from "./input.ts";
import type { LogRow } from "./world.ts";

const scopes = ["smartlock.log"];
const defaultLimit = 20;
const maxLimit = 50;

function queryInstant(call: Call, name: string): number | null {
  const value = call.query.get(name);
  return value === null || value === "" ? null : Date.parse(parseInstant(value, name));
}

/** Where a walk from newest to oldest begins: below the cursor, which is an id and need not exist any more. */
function startBelow(rows: LogRow[], cursor: string | null): number {
  if (cursor === null) return rows.length - 1;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.id ?? "") < cursor) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Newest first, at most 50 whatever is asked for; there is no offset, and an unknown parameter does nothing. */
function page(call: Call, smartlockIds: Set<number>, authId: string | null): Reply {
  const rows = call.world.logs;
  const cursor = call.query.get("id");
  if (cursor !== null && !/^[0-9a-f]{24}$/.test(cursor)) throw invalid(cursor, "id");
  const from = queryInstant(call, "fromDate");
  const to = queryInstant(call, "toDate");
  const action = queryInteger(call, "action");
  const accountUserId = queryInteger(call, "accountUserId");
  const asked = queryInteger(call, "limit") ?? defaultLimit;
  const limit = Math.min(asked < 1 ? defaultLimit : asked, maxLimit);
  const wanted = (row: LogRow) => {
    if (!smartlockIds.has(row.smartlockId)) return false;
    if (authId !== null && row.authId !== authId) return false;
    if (action !== undefined && row.action !== action) return false;
    if (accountUserId !== undefined && row.accountUserId !== accountUserId) return false;
    const at = Date.parse(row.date);
    return (from === null || at >= from) && (to === null || at <= to);
  };
  const result: LogRow[] = [];
  for (let index = startBelow(rows, cursor); index >= 0 && result.length < limit; index--) {
    const row = rows[index];
    if (row && wanted(row)) result.push(row);
  }
  return ok(result);
}

function ofDevice(call: Call): Reply {
  return page(call, new Set([deviceOf(call).smartlockId]), call.query.get("authId"));
}

function ofAll(call: Call): Reply {
  return page(call, new Set(ownDevices(call).map((device) => device.smartlockId)), null);
}

export const logRoutes: Route[] = [
  { method: "GET", path: "/smartlock/log", scopes, run: ofAll },
  { method: "GET", path: "/smartlock/:smartlockId/log", scopes, run: ofDevice },
];
