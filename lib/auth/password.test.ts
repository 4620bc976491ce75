import { argon2Sync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hashPassword, isOutdated, verifyPassword } from "./password";

describe("a password", () => {
  test("is known by its hash, and nothing else is", async () => {
    const hash = await hashPassword("open-sesame");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyPassword("open-sesame", hash)).toBe(true);
    expect(await verifyPassword("Open-sesame", hash)).toBe(false);
    expect(await verifyPassword("open-sesame ", hash)).toBe(false);
    expect(await verifyPassword("", hash)).toBe(false);
  });

  test("hashes differently each time", async () => {
    expect(await hashPassword("open-sesame")).not.toBe(await hashPassword("open-sesame"));
  });

  test("is the same whether an umlaut was typed as one character or as two", async () => {
    const hash = await hashPassword("t\u00fcr-auf-bitte");
    expect(await verifyPassword("tu\u0308r-auf-bitte", hash)).toBe(true);
  });

  test("is never right without a hash", async () => {
    expect(await verifyPassword("open-sesame", null)).toBe(false);
    expect(await verifyPassword("", null)).toBe(false);
  });
});

describe("a hash", () => {
  const salt = Buffer.alloc(16, 1);
  const cheap = argon2Sync("argon2id", {
    message: "open-sesame",
    nonce: salt,
    memory: 8_192,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  });
  const outdated = `$argon2id$v=19$m=8192,t=1,p=1$${salt.toString("base64url")}$${cheap.toString("base64url")}`;

  test("of other parameters is still understood, and known to be outdated", async () => {
    expect(await verifyPassword("open-sesame", outdated)).toBe(true);
    expect(await verifyPassword("open-barley", outdated)).toBe(false);
    expect(isOutdated(outdated)).toBe(true);
    expect(isOutdated(await hashPassword("open-sesame"))).toBe(false);
  });

  test.each(["", "open-sesame", "$2b$10$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=19456,t=2,p=1$$"])(
    "that is malformed (%s) is an error and not a wrong password",
    async (hash) => {
      await expect(verifyPassword("open-sesame", hash)).rejects.toThrow("malformed");
    },
  );
});
