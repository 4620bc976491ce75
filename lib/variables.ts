import { resolve } from "node:path";
import { z } from "zod";

/*
 * What Postern reads from its environment. Apart from lib/env.ts because scripts/start.mjs checks the same variables under
 * plain Node, before anything is built.
 */

const blankIsAbsent = (value: unknown) =>
  typeof value === "string" && value.trim() === "" ? undefined : value;

function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess(blankIsAbsent, schema.optional());
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`);

const url = (protocols: string[], example: string) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be like ${example}`,
    )
    .transform((text) => text.replace(/\/+$/, ""));

const key = z
  .string()
  .transform((text) =>
    /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, "hex") : Buffer.from(text, "base64"),
  )
  .refine(
    (bytes) => bytes.length === 32,
    "must be 64 hex digits, or 32 bytes in base64 (openssl rand -hex 32)",
  );

const variables = z.object({
  PORT: optional(wholeNumber(1, 65_535)),
  DATA_DIR: optional(z.string()),
  DATABASE_URL: optional(url(["postgres:", "postgresql:"], "postgres://user:password@host:5432/postern")),
  NUKI_API_TOKEN: optional(z.string().regex(/^\S+$/, "must not contain spaces")),
  NUKI_API_URL: optional(url(["http:", "https:"], "https://api.nuki.io")),
  NUKI_REQUESTS_PER_MINUTE: optional(wholeNumber(1, 100_000)),
  ENCRYPTION_KEY: optional(key),
  ADMIN_EMAIL: optional(z.email("must be an e-mail address")),
  ADMIN_PASSWORD: optional(z.string().min(10, "must have at least 10 characters")),
  LOG_LEVEL: optional(
    z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be one of trace, debug, info, warn, error, fatal, silent",
    }),
  ),
  SMTP_URL: optional(url(["smtp:", "smtps:"], "smtps://user:password@mail.example.com:465")),
  MAIL_FROM: optional(
    z
      .string()
      .regex(
        /^[^\r\n]*[^\s@]+@[^\s@]+$|^[^\r\n]+<[^\s@]+@[^\s@]+>$/,
        "must be an address like Postern <doors@example.com>",
      ),
  ),
  PUBLIC_URL: optional(url(["http:", "https:"], "https://postern.example.com")),
  TRUSTED_PROXIES: optional(wholeNumber(0, 10)),
});

/** Every variable that Postern reads by itself; tests set them aside. */
export const variableNames = Object.keys(variables.shape);

export interface Env {
  /** demo: no NUKI_API_TOKEN, so the simulator stands in for Nuki and an example office is seeded. */
  readonly mode: "demo" | "nuki";
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly nukiApiToken?: string;
  readonly nukiApiUrl: string;
  readonly nukiRequestsPerMinute: number;
  readonly encryptionKey?: Buffer;
  readonly adminEmail?: string;
  readonly adminPassword?: string;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  readonly publicUrl: string;
  /** Proxies of ours in front of the server, whose word about the caller's address counts. */
  readonly trustedProxies: number;
  /** Without it alerts go by mail to nobody. */
  readonly smtpUrl?: string;
  readonly mailFrom: string;
}

export type ReadEnv =
  | { readonly ok: true; readonly env: Env }
  | { readonly ok: false; readonly problems: string[] };

/** Reads all variables at once; `problems` has one line per variable that is missing or wrong, never its value. */
export function readVariables(source: Readonly<Record<string, string | undefined>>): ReadEnv {
  const parsed = variables.safeParse(source);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  for (const [one, other] of [
    ["ADMIN_EMAIL", "ADMIN_PASSWORD"],
    ["ADMIN_PASSWORD", "ADMIN_EMAIL"],
  ] as const) {
    if (source[one]?.trim() && !source[other]?.trim()) problems.push(`${other} is missing: ${one} is set`);
  }
  const nukiUrl = source.NUKI_API_URL?.trim();
  if (nukiUrl && !source.NUKI_API_TOKEN?.trim() && !isThisMachine(nukiUrl)) {
    problems.push(
      "NUKI_API_TOKEN is missing: NUKI_API_URL is set (without a token it may only name a simulator here)",
    );
  }
  if (!parsed.success || problems.length > 0) return { ok: false, problems };

  const v = parsed.data;
  const mode = v.NUKI_API_TOKEN ? "nuki" : "demo";
  const port = v.PORT ?? 3000;
  return {
    ok: true,
    env: {
      mode,
      port,
      // Apart, so that whoever tried the demo can go on to real doors in the same folder of the project.
      dataDir: resolve(/*turbopackIgnore: true*/ v.DATA_DIR ?? (mode === "demo" ? ".data/demo" : ".data")),
      databaseUrl: v.DATABASE_URL,
      nukiApiToken: v.NUKI_API_TOKEN,
      nukiApiUrl: v.NUKI_API_URL ?? "https://api.nuki.io",
      nukiRequestsPerMinute: v.NUKI_REQUESTS_PER_MINUTE ?? (mode === "demo" ? 1200 : 60),
      encryptionKey: v.ENCRYPTION_KEY,
      adminEmail: v.ADMIN_EMAIL,
      adminPassword: v.ADMIN_PASSWORD,
      logLevel: v.LOG_LEVEL ?? "info",
      publicUrl: v.PUBLIC_URL ?? `http://localhost:${port}`,
      trustedProxies: v.TRUSTED_PROXIES ?? 0,
      smtpUrl: v.SMTP_URL,
      mailFrom: v.MAIL_FROM ?? "Postern <postern@localhost>",
    },
  };
}

function isThisMachine(text: string): boolean {
  return URL.canParse(text) && ["127.0.0.1", "localhost", "[::1]"].includes(new URL(text).hostname);
}
