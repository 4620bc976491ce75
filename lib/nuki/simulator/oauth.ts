import { type Context, Hono } from "hono";
import type { Env } from "./app.ts";
import { statusBody } from "./http.ts";
import { consentPage, messagePage } from "./oauth-page.ts";
import { oauthScopes } from "./scopes.ts";
import type { Simulator } from "./simulator.ts";
import { type ApiKey, foreignAccountId, type Grant, ownAccountId, type World } from "./world.ts";

const codeLifeMs = 10 * 60_000;
const accessLifeSeconds = 3600;

class OAuthError extends Error {
  status: number;
  error: string;

  constructor(status: number, error: string, description: string) {
    super(description);
    this.status = status;
    this.error = error;
  }
}

function clientOf(world: World, clientId: string | null): ApiKey | undefined {
  return [...world.apiKeys.values()].find((key) => key.apiKey === clientId);
}

function scopesOf(text: string | null): string[] {
  return (text ?? "").split(" ").filter((scope) => scope !== "");
}

function back(redirectUri: string, members: Record<string, string | null>): Response {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(members)) if (value !== null) url.searchParams.set(name, value);
  return new Response(null, { status: 302, headers: { Location: url.href } });
}

type Asked = { client: ApiKey; redirectUri: string; scopes: string[]; state: string | null };

/** Whoever asks with a wrong address must not be sent back to it, so those errors are shown here. */
function readAsked(world: World, query: URLSearchParams): Asked | Response {
  const client = clientOf(world, query.get("client_id"));
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!client) return messagePage("Unknown client_id", 400);
  if (!client.redirectUris.includes(redirectUri))
    return messagePage("The redirect_uri is not registered", 400);
  const state = query.get("state");
  if (query.get("response_type") !== "code")
    return back(redirectUri, { error: "unsupported_response_type", state });
  const scopes = scopesOf(query.get("scope"));
  const known = scopes.length > 0 && scopes.every((scope) => oauthScopes.includes(scope));
  return known
    ? { client, redirectUri, scopes, state }
    : back(redirectUri, { error: "invalid_scope", state });
}

function decide(world: World, asked: Asked, form: URLSearchParams): Response {
  if (form.get("decision") !== "approve") {
    return back(asked.redirectUri, { error: "access_denied", state: asked.state });
  }
  // The person may grant less than was asked for, never more.
  const scopes = asked.scopes.filter((scope) => form.getAll("granted").includes(scope));
  const code = world.random.code.hex(40);
  world.grants.push({
    code,
    codeExpiresAt: world.clock.now() + codeLifeMs,
    used: false,
    clientId: asked.client.apiKey,
    redirectUri: asked.redirectUri,
    scopes,
    accountId: form.get("account") === "foreign" ? foreignAccountId : ownAccountId,
  });
  return back(asked.redirectUri, { code, state: asked.state });
}

/** Both styles of client authentication, and parameters in the query of an empty POST, work in the field. */
function readTokenRequest(context: Context<Env>): URLSearchParams {
  const raw = context.get("raw");
  const input = new URLSearchParams(raw === "" ? new URL(context.req.url).searchParams : raw);
  const basic = /^Basic\s+(.+)$/i.exec(context.req.header("Authorization") ?? "")?.[1];
  if (basic !== undefined) {
    const [id = "", ...secret] = Buffer.from(basic, "base64").toString().split(":");
    input.set("client_id", decodeURIComponent(id));
    input.set("client_secret", decodeURIComponent(secret.join(":")));
  }
  return input;
}

function authenticate(world: World, input: URLSearchParams): ApiKey {
  const client = clientOf(world, input.get("client_id"));
  const secret = client?.advanced?.secret;
  if (!client || !secret || secret !== input.get("client_secret")) {
    throw new OAuthError(401, "invalid_client", "Client authentication failed");
  }
  return client;
}

function redeem(world: World, client: ApiKey, input: URLSearchParams): Grant {
  const grant = world.grants.find((item) => item.code !== undefined && item.code === input.get("code"));
  const valid =
    grant &&
    !grant.used &&
    grant.clientId === client.apiKey &&
    grant.redirectUri === input.get("redirect_uri") &&
    (grant.codeExpiresAt ?? 0) > world.clock.now();
  if (!valid)
    throw new OAuthError(
      400,
      "invalid_grant",
      "The code is unknown, used, too old or for another redirect_uri",
    );
  grant.used = true;
  grant.refreshToken = world.random.code.hex(64);
  return grant;
}

/** Nuki's answer may bring the same refresh token, a new one, or none (then the old one stays good). */
function refresh(world: World, client: ApiKey, input: URLSearchParams): { grant: Grant; told: boolean } {
  const value = input.get("refresh_token");
  const grant = world.grants.find((item) => item.refreshToken !== undefined && item.refreshToken === value);
  if (!grant || grant.clientId !== client.apiKey) {
    throw new OAuthError(400, "invalid_grant", "The refresh token is unknown or revoked");
  }
  if (world.faults.refreshRotation === "new") grant.refreshToken = world.random.code.hex(64);
  return { grant, told: world.faults.refreshRotation !== "omitted" };
}

function issue(world: World, client: ApiKey, grant: Grant, told: boolean) {
  const value = world.random.code.hex(64);
  const expiresAt = world.clock.now() + accessLifeSeconds * 1000;
  const { accountId, scopes } = grant;
  world.tokens.set(value, { value, accountId, scopes, kind: "oauth", apiKeyId: client.apiKeyId, expiresAt });
  return {
    access_token: value,
    token_type: "bearer",
    expires_in: accessLifeSeconds,
    scope: scopes.join(" "),
    ...(told ? { refresh_token: grant.refreshToken } : {}),
  };
}

function token(world: World, context: Context<Env>): Response {
  const input = readTokenRequest(context);
  // A doubly encoded scope list reaches the real server as one word with plus signs, and it stumbles.
  if (input.get("scope")?.includes("+"))
    return Response.json(statusBody(500, "Unexpected condition"), { status: 500 });
  const client = authenticate(world, input);
  const type = world.faults.tokenAsText ? "text/plain" : "application/json";
  const answer = (body: unknown) => new Response(JSON.stringify(body), { headers: { "Content-Type": type } });
  switch (input.get("grant_type")) {
    case "authorization_code":
      return answer(issue(world, client, redeem(world, client, input), true));
    case "refresh_token": {
      const { grant, told } = refresh(world, client, input);
      return answer(issue(world, client, grant, told));
    }
    default:
      throw new OAuthError(
        400,
        "unsupported_grant_type",
        "authorization_code and refresh_token are supported",
      );
  }
}

/** Authorization code flow with a consent page; errors in the form of RFC 6749. */
export function oauthApp(simulator: Simulator): Hono<Env> {
  const app = new Hono<Env>();
  app.get("/oauth/authorize", (context) => {
    const asked = readAsked(simulator.world, new URL(context.req.url).searchParams);
    return asked instanceof Response ? asked : consentPage(asked.client.description, asked.scopes);
  });
  app.post("/oauth/authorize", (context) => {
    const asked = readAsked(simulator.world, new URL(context.req.url).searchParams);
    return asked instanceof Response
      ? asked
      : decide(simulator.world, asked, new URLSearchParams(context.get("raw")));
  });
  app.post("/oauth/token", (context) => {
    try {
      return token(simulator.world, context);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const body = { error: error.error, error_description: error.message };
      return Response.json(body, { status: error.status });
    }
  });
  return app;
}
