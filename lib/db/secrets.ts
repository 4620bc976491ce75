import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sealed } from "./tables/columns";

type Column =
  | "staff_code"
  | "authorization_code"
  | "account_token"
  | "import_table"
  | "bridge_token"
  | "webhook_secret"
  | "key_check";

/** Where a sealed value belongs; it opens nowhere else. A row's id may be added: `staff_code:<id>`. */
export type SealContext = Column | `${Column}:${string}`;

export interface Secrets {
  seal(plain: string, context: SealContext): Sealed;
  unseal(sealed: Buffer | Uint8Array, context: SealContext): string;
  /** Keyed hash of a keypad code, for uniqueness. A plain hash of six digits could be reversed by trying all of them. */
  hashCode(code: string): string;
  /** Keyed hash of who somebody is, for a pseudonym: nobody can work it out from a list of names or ids. */
  hashPerson(person: string): Buffer;
}

const version = 1;
const ivLength = 12;
const tagLength = 16;

/** Seals and opens secrets with AES-256-GCM; the layout is version, iv, tag, ciphertext. */
export function createSecrets(key: Buffer): Secrets {
  const sealKey = subkey(key, "postern seal");
  const hashKey = subkey(key, "postern code hash");
  const personKey = subkey(key, "postern pseudonym");
  return {
    seal(plain, context) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv("aes-256-gcm", sealKey, iv).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(version), iv, cipher.getAuthTag(), text]) as Sealed;
    },
    unseal(sealed, context) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== version || bytes.length < 1 + ivLength + tagLength) {
        throw new Error(`a sealed value (${context}) has an unknown format`);
      }
      const iv = bytes.subarray(1, 1 + ivLength);
      const tag = bytes.subarray(1 + ivLength, 1 + ivLength + tagLength);
      const decipher = createDecipheriv("aes-256-gcm", sealKey, iv, { authTagLength: tagLength })
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      const text = bytes.subarray(1 + ivLength + tagLength);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
    },
    hashCode: (code) => createHmac("sha256", hashKey).update(code).digest("base64url"),
    hashPerson: (person) => createHmac("sha256", personKey).update(person).digest(),
  };
}

function subkey(key: Buffer, purpose: string): Buffer {
  if (key.length !== 32) throw new Error("the encryption key must have 32 bytes");
  return Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), purpose, 32));
}

/** The key of ENCRYPTION_KEY, else the one kept beside the data, which is made at the first start. */
export function loadKey({ encryptionKey, dataDir }: { encryptionKey?: Buffer; dataDir: string }): Buffer {
  if (encryptionKey) return encryptionKey;
  const file = join(dataDir, "encryption-key");
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return makeKey(file, dataDir);
  if (process.platform !== "win32" && (found.mode & 0o077) !== 0) {
    throw new Error(`${file} can be read by others: run chmod 600 on it`);
  }
  const text = readFileSync(file, "utf8").trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Error(`${file} does not hold a key: restore it from a backup`);
  return Buffer.from(text, "hex");
}

function makeKey(file: string, dataDir: string): Buffer {
  mkdirSync(dataDir, { recursive: true });
  const key = randomBytes(32);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${key.toString("hex")}\n`, { mode: 0o600, flag: "wx", flush: true });
  renameSync(draft, file); // A crash in between must not leave half a key.
  return key;
}

const holder = globalThis as typeof globalThis & { __posternSecrets?: Secrets };

export function setSecrets(secrets: Secrets): void {
  holder.__posternSecrets = secrets;
}

/** The process's secrets; set by startRuntime, in tests by openTestDatabase. */
export function getSecrets(): Secrets {
  if (!holder.__posternSecrets) throw new Error("the encryption key is not loaded: startRuntime loads it");
  return holder.__posternSecrets;
}
