import { describe, expect, test } from "vitest";
import { nextDigestAt } from "./digest-time";
import { problem, readProblem } from "./problem";
import { pauseAfter } from "./retry";
import { isPublicAddress, webhookTarget } from "./target";

describe("where webhooks may go", () => {
  test.each([
    ["https://hooks.example.com/doors", true],
    ["https://hooks.example.com:8443/doors?key=1", true],
    ["https://93.184.216.34/", true],
    ["https://192.168.1.20/hook", true],
    ["http://192.168.1.20:8080/hook", true],
    ["http://[fd12:3456::1]/hook", true],
    ["http://hooks.example.com/", false],
    ["http://93.184.216.34/", false],
    ["https://user:secret@hooks.example.com/", false],
    ["https://localhost/", false],
    ["http://127.0.0.1:3000/", false],
    ["http://127.1:3000/", false],
    ["https://[::1]/", false],
    ["https://0.0.0.0/", false],
    ["http://169.254.169.254/latest/meta-data", false],
    ["https://[::ffff:10.0.0.1]/", false],
    ["https://[64:ff9b::a00:1]/", false],
    ["https://100.64.0.1/", false],
    ["ftp://192.168.1.20/", false],
    ["file:///etc/passwd", false],
    ["nonsense", false],
  ])("%s: %s", (address, allowed) => {
    expect(webhookTarget(address, { loopback: false }) !== null).toBe(allowed);
  });

  test("this machine is called only while Nuki is on it as well", () => {
    expect(webhookTarget("http://127.0.0.1:3000/", { loopback: true })).not.toBeNull();
    expect(webhookTarget("http://localhost:3000/", { loopback: true })).not.toBeNull();
    expect(webhookTarget("http://169.254.169.254/", { loopback: true })).toBeNull();
  });

  test.each([
    ["8.8.8.8", true],
    ["2606:2800:220:1::1", true],
    ["10.1.2.3", false],
    ["172.31.255.255", false],
    ["::1", false],
    ["fe80::1", false],
    ["::ffff:8.8.8.8", false],
    ["2002:a00:1::1", false],
    ["hooks.example.com", false],
  ])("a name may lead to %s: %s", (address, allowed) => {
    expect(isPublicAddress(address)).toBe(allowed);
  });
});

describe("tries", () => {
  test("are a minute apart at first, an hour at most, and end after a day", () => {
    const minutes = [1, 2, 3, 7, 8].map((attempts) => (pauseAfter(attempts) ?? 0) / 60_000);
    expect(minutes).toEqual([1, 2, 4, 60, 60]);
    const pauses = Array.from({ length: 40 }, (_, index) => pauseAfter(index + 1));
    const overall = pauses.reduce<number>((sum, pause) => sum + (pause ?? 0), 0) / 3_600_000;
    expect(overall).toBeGreaterThan(22);
    expect(overall).toBeLessThanOrEqual(24);
    expect(pauses.at(-1)).toBeNull();
  });

  test("that failed keep their code apart from what was said", () => {
    expect(readProblem(problem("status", "503"))).toEqual({ code: "status", said: "503" });
    expect(readProblem(problem("rejected", "550 no: such\r\nuser"))).toEqual({
      code: "rejected",
      said: "550 no: such user",
    });
    expect(readProblem(problem("timeout"))).toEqual({ code: "timeout", said: "" });
  });
});

describe("a daily mail", () => {
  const at = (now: string, minute = 420) =>
    nextDigestAt(minute, "Europe/Vienna", new Date(now)).toISOString();

  test("goes out at its minute of the office's clock, today or tomorrow", () => {
    expect(at("2026-03-02T05:59:59Z")).toBe("2026-03-02T06:00:00.000Z");
    expect(at("2026-03-02T06:00:00Z")).toBe("2026-03-03T06:00:00.000Z");
  });

  test("keeps its minute on the days when the clock is changed", () => {
    expect(at("2026-03-28T12:00:00Z")).toBe("2026-03-29T05:00:00.000Z");
    expect(at("2026-10-24T12:00:00Z")).toBe("2026-10-25T06:00:00.000Z");
  });
});
