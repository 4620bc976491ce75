import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "simulator-state-"));
const file = join(folder, "world");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(): Promise<{ url: string; child: ChildProcess }> {
  const args = [
    "--port",
    "0",
    "--latency",
    "0,0",
    "--rate",
    "0",
    "--staff",
    "5",
    "--locks",
    "3",
    "--state",
    file,
  ];
  const child = spawn("node", ["lib/nuki/simulator/main.ts", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (\S+)/.exec(line)?.[1];
    if (url) return { url, child };
  }
  throw new Error("the simulator did not start");
}

function stop(child: ChildProcess): Promise<unknown> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  return ended;
}

const headers = { Authorization: "Bearer demo-token-full-access", "Content-Type": "application/json" };

async function get<T>(url: string, path: string): Promise<T[]> {
  return (await fetch(url + path, { headers })).json() as Promise<T[]>;
}

test("what was written before a restart is there after it, and new ids do not repeat old ones", async () => {
  const first = await start();
  const made = await fetch(`${first.url}/account/user`, {
    method: "PUT",
    headers,
    body: JSON.stringify({ email: "anna@example.com", name: "Anna", language: "de" }),
  });
  expect(made.status).toBe(200);
  const before = await get<{ id: string }>(first.url, "/smartlock/auth");
  const users = await get<{ accountUserId: number }>(first.url, "/account/user");
  const bridge = `${first.url}/_sim/bridges/bridge`;
  await fetch(`${bridge}/power`, { method: "POST", body: JSON.stringify({ on: false }) });
  await stop(first.child);

  const second = await start();
  expect(await get(second.url, "/_sim/bridges")).toMatchObject([{ powered: false, answers: false }]);
  expect(await get(second.url, "/smartlock/auth")).toEqual(before);
  expect(await get(second.url, "/account/user")).toEqual(users);
  const other = await fetch(`${second.url}/account/user`, {
    method: "PUT",
    headers,
    body: JSON.stringify({ email: "ben@example.com", name: "Ben" }),
  });
  const { accountUserId } = (await other.json()) as { accountUserId: number };
  expect(users.map((user) => user.accountUserId)).not.toContain(accountUserId);
  await stop(second.child);
});
