import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readVariables } from "./variables";

function problemsOf(source: Record<string, string>): string[] {
  const read = readVariables(source);
  return read.ok ? [] : read.problems;
}

describe("readVariables", () => {
  test("an empty environment is the demo with everything at its default", () => {
    const read = readVariables({});
    expect(read).toEqual({
      ok: true,
      env: {
        mode: "demo",
        port: 3000,
        dataDir: resolve(".data/demo"),
        nukiApiUrl: "https://api.nuki.io",
        nukiRequestsPerMinute: 1200,
        logLevel: "info",
        publicUrl: "http://localhost:3000",
        trustedProxies: 0,
        mailFrom: "Postern <postern@localhost>",
      },
    });
  });

  test("a blank variable counts as absent", () => {
    const read = readVariables({ NUKI_API_TOKEN: " ", PORT: "", ADMIN_EMAIL: "", DATABASE_URL: "" });
    expect(read.ok && read.env.mode).toBe("demo");
  });

  test("a token means the real Nuki at 60 requests a minute", () => {
    const read = readVariables({ NUKI_API_TOKEN: "abc" });
    expect(read.ok && [read.env.mode, read.env.nukiRequestsPerMinute]).toEqual(["nuki", 60]);
  });

  test("the demo and the real doors do not share a folder unless DATA_DIR says so", () => {
    const folderOf = (source: Record<string, string>) => {
      const read = readVariables(source);
      return read.ok && read.env.dataDir;
    };
    expect(folderOf({})).not.toBe(folderOf({ NUKI_API_TOKEN: "abc" }));
    expect(folderOf({ DATA_DIR: "x" })).toBe(folderOf({ DATA_DIR: "x", NUKI_API_TOKEN: "abc" }));
  });

  test("everything that is wrong is said at once, one line each, without the values", () => {
    const problems = problemsOf({
      PORT: "70000",
      DATABASE_URL: "mysql://x",
      ENCRYPTION_KEY: "topsecret",
      ADMIN_PASSWORD: "short",
      LOG_LEVEL: "loud",
    });
    expect(problems.map((line) => line.split(" ")[0]).sort()).toEqual(
      ["ADMIN_EMAIL", "ADMIN_PASSWORD", "DATABASE_URL", "ENCRYPTION_KEY", "LOG_LEVEL", "PORT"].sort(),
    );
    expect(problems.join("\n")).not.toMatch(/topsecret|short|mysql/);
  });

  test("a Nuki address without a token is refused unless it is a simulator on this machine", () => {
    expect(problemsOf({ NUKI_API_URL: "https://api.nuki.io" })).toHaveLength(1);
    expect(problemsOf({ NUKI_API_URL: "https://api.nuki.io", NUKI_API_TOKEN: "abc" })).toEqual([]);
    expect(problemsOf({ NUKI_API_URL: "http://127.0.0.1:9000" })).toEqual([]);
  });

  test("a key is taken in hex and in base64", () => {
    const bytes = Buffer.alloc(32, 0xa5);
    for (const text of [bytes.toString("hex"), bytes.toString("base64")]) {
      const read = readVariables({ ENCRYPTION_KEY: text });
      expect(read.ok && read.env.encryptionKey?.equals(bytes)).toBe(true);
    }
  });

  test("an address loses its trailing slash", () => {
    const read = readVariables({
      NUKI_API_URL: "http://127.0.0.1:9000/",
      PUBLIC_URL: "https://doors.example/",
    });
    expect(read.ok && [read.env.nukiApiUrl, read.env.publicUrl]).toEqual([
      "http://127.0.0.1:9000",
      "https://doors.example",
    ]);
  });
});
