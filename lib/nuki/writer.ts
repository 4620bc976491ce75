import type { NukiAuthId } from "@/lib/access/types";
import type { Guard, Http } from "@/lib/nuki/http";
import { accountUserSchema, type NukiAccountUser } from "@/lib/nuki/schemas";
import { type AuthContent, type AuthHolder, payloadOf } from "@/lib/nuki/translate";

export interface AuthCreate {
  readonly deviceIds: readonly number[];
  readonly content: AuthContent;
  readonly holder: AuthHolder;
}

export interface AuthUpdate {
  readonly id: NukiAuthId;
  readonly content: AuthContent;
  readonly holder: AuthHolder;
}

export interface UserFields {
  readonly email: string;
  readonly name: string;
  readonly language?: string | null;
}

/**
 * What changes one Nuki account. Resolved means accepted, never done: only reading again shows that it is. A guard is
 * asked at the last moment, since a request may wait for minutes in the limiter while the rules move on.
 */
export interface NukiWriter {
  /** Sends no mail: the invitation goes out with the first app authorization. */
  createAccountUser(user: UserFields): Promise<NukiAccountUser>;
  updateAccountUser(accountUserId: number, user: Partial<UserFields>): Promise<void>;
  deleteAccountUser(accountUserId: number): Promise<void>;
  /** One call for all devices; Nuki returns no ids, so the new rows have to be looked for. */
  createAuths(create: AuthCreate, guard?: Guard): Promise<void>;
  updateAuths(updates: readonly AuthUpdate[], guard?: Guard): Promise<void>;
  deleteAuths(ids: readonly NukiAuthId[], guard?: Guard): Promise<void>;
  /** Makes the server fetch configuration, authorizations and log from the device. */
  requestSync(deviceId: number): Promise<void>;
}

/** The languages in which Nuki writes to people. */
const LANGUAGES = new Set(["en", "de", "es", "fr", "it", "nl", "cs", "sk"]);
const AUTHS = "/smartlock/auth";
const USER = "/account/user/{accountUserId}";

const TYPE_APP = 0;
const TYPE_KEYPAD_CODE = 13;

export function createWriter(http: Http): NukiWriter {
  return {
    createAccountUser: (user) =>
      http.fetchJson(
        { method: "PUT", path: "/account/user", body: userBody(user), policy: "write" },
        accountUserSchema,
      ),

    updateAccountUser: (accountUserId, user) =>
      http.send({
        method: "POST",
        path: USER,
        params: { accountUserId },
        body: userBody(user),
        policy: "write",
      }),

    deleteAccountUser: (accountUserId) =>
      http.send({ method: "DELETE", path: USER, params: { accountUserId }, policy: "write", lane: "first" }),

    createAuths: async ({ deviceIds, content, holder }, guard) => {
      // A create cannot say "disabled": sending it would open the door to somebody who is suspended.
      if (!content.enabled) throw new TypeError("a disabled authorization cannot be created");
      if (deviceIds.length === 0) return;
      const type = holder.kind === "app" ? TYPE_APP : TYPE_KEYPAD_CODE;
      const body = { ...payloadOf(content, holder), type, smartlockIds: deviceIds };
      await http.send({ method: "PUT", path: AUTHS, body, policy: "write", guard });
    },

    updateAuths: async (updates, guard) => {
      if (updates.length === 0) return;
      const body = updates.map(({ id, content, holder }) => ({
        id,
        ...payloadOf(content, holder),
        enabled: content.enabled,
      }));
      await http.send({ method: "POST", path: AUTHS, body, policy: "write", guard });
    },

    deleteAuths: async (ids, guard) => {
      if (ids.length === 0) return;
      await http.send({ method: "DELETE", path: AUTHS, body: ids, policy: "write", lane: "first", guard });
    },

    requestSync: (deviceId) =>
      http.send({
        method: "POST",
        path: "/smartlock/{smartlockId}/sync",
        params: { smartlockId: deviceId },
        policy: "write",
      }),
  };
}

function userBody({ email, name, language }: Partial<UserFields>) {
  return { email, name, language: language && LANGUAGES.has(language) ? language : undefined };
}
