import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSecrets, loadKey } from "./secrets";

const secrets = createSecrets(Buffer.alloc(32, 1));

describe("seal and unseal", () => {
  test("what was sealed comes back, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (plain) => {
        expect(secrets.unseal(secrets.seal(plain, "staff_code"), "staff_code")).toBe(plain);
      }),
    );
  });

  test("the same code never looks the same twice", () => {
    expect(secrets.seal("834729", "staff_code")).not.toEqual(secrets.seal("834729", "staff_code"));
  });

  test("a sealed value does not open in another column or row", () => {
    const sealed = secrets.seal("834729", "staff_code:1");
    expect(() => secrets.unseal(sealed, "authorization_code")).toThrow();
    expect(() => secrets.unseal(sealed, "staff_code:2")).toThrow();
  });

  test("a value with any bit flipped does not open", () => {
    const sealed = secrets.seal("834729", "account_token");
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(sealed);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(() => secrets.unseal(changed, "account_token")).toThrow();
      }),
    );
  });

  test("another key opens nothing and hashes otherwise", () => {
    const other = createSecrets(Buffer.alloc(32, 2));
    expect(() => other.unseal(secrets.seal("x", "staff_code"), "staff_code")).toThrow();
    expect(other.hashCode("834729")).not.toBe(secrets.hashCode("834729"));
    expect(secrets.hashCode("834729")).toBe(createSecrets(Buffer.alloc(32, 1)).hashCode("834729"));
  });
});

describe("loadKey", () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "postern-key-"));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  test("the first start makes a key that only its owner can read, later starts find it", () => {
    const key = loadKey({ dataDir });
    expect(key).toHaveLength(32);
    expect(statSync(join(dataDir, "encryption-key")).mode & 0o777).toBe(0o600);
    expect(loadKey({ dataDir }).equals(key)).toBe(true);
  });

  test("a key file that others can read is refused", () => {
    loadKey({ dataDir });
    chmodSync(join(dataDir, "encryption-key"), 0o640);
    expect(() => loadKey({ dataDir })).toThrow(/chmod 600/);
  });

  test("a damaged key file is refused and not replaced", () => {
    writeFileSync(join(dataDir, "encryption-key"), "", { mode: 0o600 });
    expect(() => loadKey({ dataDir })).toThrow(/backup/);
  });

  test("a given key wins", () => {
    const encryptionKey = Buffer.alloc(32, 9);
    expect(loadKey({ encryptionKey, dataDir })).toBe(encryptionKey);
  });
});
