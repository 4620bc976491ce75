import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));
const office = fileURLToPath(new URL("../../demo/office.json", import.meta.url));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const output = { out: "", error: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.out += chunk));
  child.stderr.on("data", (chunk: Buffer) => (output.error += chunk));
  const closed = once(child, "close").then(([code]) => ({ code, ...output }));
  const lines = async (count: number) => {
    while (output.out.split("\n").length <= count) await once(child.stdout, "data");
    return output.out.split("\n").slice(0, count);
  };
  const ready = async () => (await lines(1))[0]?.replace("Nuki simulator listening on ", "") ?? "";
  return { child, closed, lines, ready };
}

describe("the command", () => {
  test("says where it listens when it is ready, uses its flags and ends cleanly on SIGTERM", async () => {
    const { child, closed, ready } = start(
      "--port",
      "0",
      "--office",
      office,
      "--token",
      "t",
      "--fault",
      "retryAfter=false",
    );
    const url = await ready();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${url}/smartlock`, { headers: { Authorization: "Bearer t" } });
    expect(await answer.json()).toHaveLength(18);
    expect(await (await fetch(`${url}/_sim/faults`)).json()).toMatchObject({ retryAfter: false });
    child.kill("SIGTERM");
    expect(await closed).toMatchObject({ code: 0, error: "" });
  });

  test("names each bridge with its address and its token, on ports of one's choice", async () => {
    const free = await start("--port", "0", "--locks", "1", "--openers", "9").lines(3);
    const taken = /127\.0\.0\.1:(\d+) token \S+ \(server id \d+\)$/.exec(free[1] ?? "")?.[1];
    expect(free.slice(1).map((line) => line.split(" http")[0])).toEqual([
      "  bridge Bridge",
      "  bridge Bridge 2",
    ]);
    const [, url, token] = /(http\S+) token (\S+)/.exec(free[2] ?? "") ?? [];
    expect(await (await fetch(`${url}/list?token=${token}`)).json()).toHaveLength(1);
    expect(await start("--port", "0", "--bridge-port", String(taken)).closed).toEqual({
      ...{ code: 1, out: "" },
      error: `Nuki simulator: port ${taken} is already in use; choose another with --bridge-port\n`,
    });
  });

  test("says in one line that the port is taken", async () => {
    const url = await start("--port", "0", "--staff", "0", "--locks", "1").ready();
    const port = new URL(url).port;
    expect(await start("--port", port).closed).toEqual({
      code: 1,
      out: "",
      error: `Nuki simulator: port ${port} is already in use; choose another with --port\n`,
    });
  });

  test.each([
    [["--latency", "5"], '--latency must be "min,max" in milliseconds, not "5"'],
    [["--staff", "many"], '--staff must be a number of at least 0, not "many"'],
    [["--fault", "nonsense=1"], "--fault nonsense=1: known are "],
    [["--fault", "offlineWrites=maybe"], "offlineWrites must be one of lost, late, lostWithError"],
    [["--office", "/does/not/exist.json"], "ENOENT: no such file or directory"],
    [["--colour"], "Unknown option '--colour'"],
  ])("says in one line what is wrong with %j", async (args, message) => {
    const { code, out, error } = await start("--port", "0", ...args).closed;
    expect([code, out]).toEqual([1, ""]);
    expect(error).toContain(`Nuki simulator: ${message}`);
    expect(error.trim().split("\n")).toHaveLength(1);
  });
});
