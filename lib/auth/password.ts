import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** OWASP's second argon2id profile: 19 MiB, 2 passes, 1 lane; about 60 ms a guess. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const saltBytes = 16;
const tagBytes = 32;

type Cost = Record<keyof typeof current, number>;

/** Hashes a new password: `$argon2id$v=19$m=...,t=...,p=...$salt$tag`, so that each hash says how it was made. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  return encode(current, salt, await derive(password, salt, current, tagBytes));
}

/** Is this the password? Without a hash (nobody, or an admin without a password) it takes as long and says no. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const parsed = hash === null ? null : decode(hash);
  const { cost, salt, tag } = parsed ?? {
    cost: current,
    salt: Buffer.alloc(saltBytes),
    tag: Buffer.alloc(tagBytes),
  };
  const given = await derive(password, salt, cost, tag.length);
  return timingSafeEqual(given, tag) && parsed !== null;
}

/** Was this hash made with other parameters than today's? */
export function isOutdated(hash: string): boolean {
  const { cost, salt, tag } = decode(hash);
  const same = (Object.keys(current) as (keyof Cost)[]).every((name) => cost[name] === current[name]);
  return !same || salt.length !== saltBytes || tag.length !== tagBytes;
}

async function derive(password: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> {
  // "ü" is one or two characters depending on the keyboard's system; both must be the same password.
  const message = Buffer.from(password.normalize("NFKC"));
  const parameters: Argon2Parameters = { message, nonce, tagLength, ...cost };
  return promisify(argon2)("argon2id", parameters);
}

const format = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/-]+)\$([\w+/-]+)$/;

function encode({ memory, passes, parallelism }: Cost, salt: Buffer, tag: Buffer): string {
  const cost = `m=${memory},t=${passes},p=${parallelism}`;
  return ["", "argon2id", "v=19", cost, salt.toString("base64url"), tag.toString("base64url")].join("$");
}

function decode(hash: string): { cost: Cost; salt: Buffer; tag: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = format.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) throw new Error("a stored password hash is malformed");
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, "base64url"),
    tag: Buffer.from(tag, "base64url"),
  };
}
