import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Instant } from "@/lib/access/types";
import {
  errorOfStatus,
  messageOf,
  NukiAnswerError,
  retryAfterOf,
  SignInAgain,
  TryLater,
} from "@/lib/nuki/errors";
import { type Answer, exchange, TransportFailure } from "@/lib/nuki/transport";

/** What a person granted; both tokens are secrets. */
export interface OAuthGrant {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: Instant;
  /** Null when the server did not say: as requested. */
  readonly scopes: readonly string[] | null;
}

export interface OAuth {
  authorizeUrl(request: { redirectUri: string; scopes: readonly string[]; state: string }): string;
  exchangeCode(request: { code: string; redirectUri: string }): Promise<OAuthGrant>;
  refresh(grant: OAuthGrant): Promise<OAuthGrant>;
}

const TOKEN_PATH = "/oauth/token";

const tokenSchema = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.coerce.number().positive().default(3600),
  scope: z.string().nullish(),
});

/** Nuki's authorization code flow. */
export function createOAuth(options: {
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  fetch?: typeof fetch;
  now?: () => number;
  timeoutMs?: number;
}): OAuth {
  const { clientId, clientSecret, fetch: fetchFn = fetch, now = Date.now, timeoutMs = 30_000 } = options;
  const base = options.baseUrl.replace(/\/+$/, "");

  async function post(form: Record<string, string>, secrets: readonly string[], requestId: string) {
    const ref = { method: "POST", path: TOKEN_PATH, requestId };
    const send = (fields: Record<string, string>, more: Record<string, string>) =>
      exchange(
        fetchFn,
        `${base}${TOKEN_PATH}`,
        {
          method: "POST",
          headers: {
            accept: "application/json",
            "content-type": "application/x-www-form-urlencoded",
            ...more,
          },
          body: new URLSearchParams(fields).toString(),
        },
        timeoutMs,
      );
    try {
      const inBody = await send({ ...form, client_id: clientId, client_secret: clientSecret }, {});
      // Both styles of client authentication are met in the field; a 401 says that this one was not accepted.
      const answer =
        inBody.status === 401 ? await send(form, { authorization: basic(clientId, clientSecret) }) : inBody;
      return { answer, ref };
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      const outcome = error.kind === "not_sent" ? "not_sent" : "refused";
      throw new TryLater({ ...ref, outcome, text: messageOf(error.message, secrets), cause: error.cause });
    }
  }

  async function grant(form: Record<string, string>, kept: OAuthGrant | null): Promise<OAuthGrant> {
    const secrets = [
      clientSecret,
      ...(form.code ? [form.code] : []),
      ...(form.refresh_token ? [form.refresh_token] : []),
    ];
    const { answer, ref } = await post(form, secrets, randomUUID());
    const { status } = answer;
    const text = messageOf(answer.text, secrets);
    // A grant that is refused does not come back: the person has to consent again.
    if (status === 400 || status === 401) throw new SignInAgain({ ...ref, status, text, outcome: "refused" });
    if (status < 200 || status > 299) {
      const retryAfterMs = retryAfterOf(answer.headers.get("retry-after"), now());
      throw errorOfStatus("read", ref, { status, text, retryAfterMs });
    }
    const token = tokenOf(answer);
    if (token === null) throw new NukiAnswerError("not_json", { ...ref, status, text: "not a token answer" });
    return {
      accessToken: token.access_token,
      // A refresh may leave it out, which means that the old one stays.
      refreshToken: token.refresh_token ?? kept?.refreshToken ?? null,
      expiresAt: now() + token.expires_in * 1000,
      scopes: token.scope ? token.scope.split(/[\s,]+/).filter(Boolean) : (kept?.scopes ?? null),
    };
  }

  return {
    authorizeUrl: ({ redirectUri, scopes, state }) => {
      const query = {
        response_type: "code",
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: scopes.join(" "),
        state,
      };
      // Spaces as %20: a "+" that is encoded once more on the way makes Nuki answer 500.
      return `${base}/oauth/authorize?${Object.entries(query)
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join("&")}`;
    },
    exchangeCode: ({ code, redirectUri }) =>
      grant({ grant_type: "authorization_code", code, redirect_uri: redirectUri }, null),
    refresh: async (old) => {
      if (old.refreshToken === null) {
        const ref = { method: "POST", path: TOKEN_PATH, requestId: randomUUID() };
        throw new SignInAgain({ ...ref, outcome: "not_sent", text: "the grant cannot be renewed" });
      }
      return grant({ grant_type: "refresh_token", refresh_token: old.refreshToken }, old);
    },
  };
}

/** The answer has come as text/plain: only the body says what it is. */
function tokenOf(answer: Answer): z.infer<typeof tokenSchema> | null {
  try {
    return tokenSchema.safeParse(JSON.parse(answer.text)).data ?? null;
  } catch {
    return null;
  }
}

function basic(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString("base64")}`;
}

const REFRESH_EARLY_MS = 60_000;

/**
 * A token provider for one grant: renews a minute before the end, one renewal at a time however many ask, and stores
 * the new grant before anybody uses it (the old refresh token may be dead by then).
 */
export function createTokenSource(options: {
  oauth: Pick<OAuth, "refresh">;
  load: () => Promise<OAuthGrant>;
  save: (grant: OAuthGrant) => Promise<void>;
  now?: () => number;
}): () => Promise<string> {
  const { oauth, load, save, now = Date.now } = options;
  let renewal: Promise<OAuthGrant> | null = null;

  const isFresh = (grant: OAuthGrant) => grant.expiresAt - now() > REFRESH_EARLY_MS;

  async function renew(): Promise<OAuthGrant> {
    // Read again: the grant that made the caller come here may have been renewed since.
    const grant = await load();
    if (isFresh(grant)) return grant;
    const fresh = await oauth.refresh(grant);
    await save(fresh);
    return fresh;
  }

  return async () => {
    if (renewal === null) {
      const grant = await load();
      if (isFresh(grant)) return grant.accessToken;
    }
    renewal ??= renew().finally(() => {
      renewal = null;
    });
    return (await renewal).accessToken;
  };
}
