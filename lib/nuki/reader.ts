import type { Instant } from "@/lib/access/types";
import { walkAllAuths } from "@/lib/nuki/auth-walk";
import { NukiAnswerError, PersonMustAct, SignInAgain } from "@/lib/nuki/errors";
import type { Http, NukiRequest } from "@/lib/nuki/http";
import type { Lane } from "@/lib/nuki/limiter";
import {
  accountSchema,
  accountUsersSchema,
  anythingSchema,
  authsSchema,
  deviceSchema,
  devicesSchema,
  intercomBrandSchema,
  intercomSchema,
  logRowsSchema,
  type NukiAccount,
  type NukiAccountUser,
  type NukiLogRow,
} from "@/lib/nuki/schemas";
import { authOf, dateOf, deviceOf, type NukiAuth, type NukiDevice } from "@/lib/nuki/translate";

export type NukiScope =
  | "account"
  | "smartlock"
  | "smartlock.auth"
  | "smartlock.log"
  | "smartlock.action"
  | "smartlock.config";

export interface ScopeReport {
  /** False when nothing at all was allowed: the token is dead rather than short of scopes. */
  readonly signedIn: boolean;
  /** `unknown` where only a call with an effect would tell. */
  readonly scopes: Readonly<Record<NukiScope, "granted" | "missing" | "unknown">>;
}

export interface LogPage {
  readonly deviceId?: number;
  /** The id of the last row of the page before: the answer holds older rows only. */
  readonly beforeId?: string;
  readonly fromDate?: Instant;
  readonly toDate?: Instant;
  /** Nuki silently takes 50 for anything above. */
  readonly limit?: number;
  readonly lane?: Lane;
}

/** What can be seen of one Nuki account; nothing here changes anything. Device ids are Nuki's numbers. */
export interface NukiReader {
  getAccount(): Promise<NukiAccount>;
  listDevices(): Promise<NukiDevice[]>;
  getDevice(deviceId: number): Promise<NukiDevice>;
  listDeviceAuths(deviceId: number): Promise<NukiAuth[]>;
  /** Complete and consistent, or it throws. */
  listAllAuths(): Promise<NukiAuth[]>;
  listAccountUsers(): Promise<NukiAccountUser[]>;
  findAccountUserByEmail(email: string): Promise<NukiAccountUser | null>;
  /**
   * One page of the door log, newest first. A walk sends the last row's id as `beforeId`, keeps `toDate` fixed, ends
   * only at an empty page (shorter ones occur in the middle) and drops ids that it has seen.
   */
  listLog(page: LogPage): Promise<NukiLogRow[]>;
  /** The intercom that an opener was set up for; null when Nuki does not know this number. */
  getIntercom(intercomId: number): Promise<NukiIntercom | null>;
  probeScopes(): Promise<ScopeReport>;
}

export interface NukiIntercom {
  readonly brand: string | null;
  readonly model: string | null;
}

const LOG_LIMIT = 50;
const USERS_LIMIT = 100;

export function createReader(http: Http): NukiReader {
  const get = (path: string, more: Partial<NukiRequest> = {}): NukiRequest => ({
    method: "GET",
    path,
    policy: "read",
    ...more,
  });

  async function* userPages(email?: string): AsyncGenerator<NukiAccountUser[]> {
    for (let offset = 0; ; ) {
      const query = { email, offset, limit: USERS_LIMIT };
      // Nuki lowers the limit without saying so: a page shorter than asked for is not the last one.
      const page = await http.fetchJson(get("/account/user", { query }), accountUsersSchema);
      if (page.length === 0) return;
      yield page;
      offset += page.length;
    }
  }

  async function listAccountUsers(): Promise<NukiAccountUser[]> {
    const users = new Map<number, NukiAccountUser>();
    for await (const page of userPages()) {
      for (const user of page) {
        if (users.has(user.accountUserId)) {
          const ref = { method: "GET", path: "/account/user", requestId: "walk" };
          throw new NukiAnswerError("incomplete", { ...ref, text: "a user came twice: the list moved" });
        }
        users.set(user.accountUserId, user);
      }
    }
    return [...users.values()];
  }

  async function findAccountUserByEmail(email: string): Promise<NukiAccountUser | null> {
    const wanted = email.toLowerCase();
    const isWanted = (user: NukiAccountUser) => user.email.toLowerCase() === wanted;
    const seen = new Set<number>();
    for await (const page of userPages(email)) {
      const found = page.find(isWanted);
      if (found) return found;
      // A server that filters but does not page would answer the same for ever.
      if (page.every((user) => seen.has(user.accountUserId))) break;
      for (const user of page) seen.add(user.accountUserId);
    }
    // The filter of the neighbouring endpoint is a regular expression; if this one is too, `+` is no plus sign.
    if (/^[\w.@-]+$/.test(email)) return null;
    return (await listAccountUsers()).find(isWanted) ?? null;
  }

  async function isAllowed(request: NukiRequest): Promise<boolean> {
    const tryOnce = () =>
      http.fetchJson(request, anythingSchema).then(
        () => true,
        (error: unknown) => {
          if (error instanceof SignInAgain) return false;
          if (error instanceof PersonMustAct && error.status === 403) return false;
          throw error;
        },
      );
    // A single 401 has been seen to heal by itself.
    return (await tryOnce()) || (await tryOnce());
  }

  async function mayReadAuths(): Promise<boolean> {
    try {
      return await isAllowed(get("/smartlock/auth/paged", { query: { page: 0, size: 1 } }));
    } catch (error) {
      if (!(error instanceof PersonMustAct) || (error.status !== 404 && error.status !== 405)) throw error;
      // A server without paging: bridges are the fewest rows that can be asked for.
      return isAllowed(get("/smartlock/auth", { query: { types: "1" } }));
    }
  }

  async function getIntercom(intercomId: number): Promise<NukiIntercom | null> {
    const request = get("/opener/intercom/{intercomId}", { params: { intercomId } });
    const found = await http.fetchJson(request, intercomSchema).catch(nullWhereUnknown);
    if (found === null) return null;
    const brandRequest = get("/opener/brand/{brandId}", { params: { brandId: found.brandId } });
    const brand = await http.fetchJson(brandRequest, intercomBrandSchema).catch(nullWhereUnknown);
    return { brand: brand?.brand ?? null, model: found.model };
  }

  return {
    getAccount: () => http.fetchJson(get("/account"), accountSchema),
    listDevices: async () => (await http.fetchJson(get("/smartlock"), devicesSchema)).map(deviceOf),
    getDevice: async (deviceId) => {
      const request = get("/smartlock/{smartlockId}", { params: { smartlockId: deviceId } });
      return deviceOf(await http.fetchJson(request, deviceSchema));
    },
    listDeviceAuths: async (deviceId) => {
      const request = get("/smartlock/{smartlockId}/auth", { params: { smartlockId: deviceId } });
      return (await http.fetchJson(request, authsSchema)).map(authOf);
    },
    listAllAuths: async () => (await walkAllAuths(http)).map(authOf),
    listAccountUsers,
    findAccountUserByEmail,
    listLog: ({ deviceId, beforeId, fromDate, toDate, limit = LOG_LIMIT, lane }) => {
      if (limit > LOG_LIMIT) throw new RangeError(`a page of the log has at most ${LOG_LIMIT} rows`);
      const query = {
        id: beforeId,
        fromDate: fromDate === undefined ? undefined : dateOf(fromDate),
        toDate: toDate === undefined ? undefined : dateOf(toDate),
        limit,
      };
      const request =
        deviceId === undefined
          ? get("/smartlock/log", { query, lane })
          : get("/smartlock/{smartlockId}/log", { params: { smartlockId: deviceId }, query, lane });
      return http.fetchJson(request, logRowsSchema);
    },
    getIntercom,
    probeScopes: async () => {
      const probes = {
        account: await isAllowed(get("/account")),
        smartlock: await isAllowed(get("/smartlock")),
        "smartlock.auth": await mayReadAuths(),
        "smartlock.log": await isAllowed(get("/smartlock/log", { query: { limit: 1 } })),
      };
      const found = (granted: boolean) => (granted ? "granted" : "missing");
      return {
        signedIn: Object.values(probes).includes(true),
        scopes: {
          account: found(probes.account),
          smartlock: found(probes.smartlock),
          "smartlock.auth": found(probes["smartlock.auth"]),
          "smartlock.log": found(probes["smartlock.log"]),
          "smartlock.action": "unknown",
          "smartlock.config": "unknown",
        },
      };
    },
  };
}

function nullWhereUnknown(error: unknown): null {
  if (error instanceof PersonMustAct && (error.status === 400 || error.status === 404)) return null;
  throw error;
}
