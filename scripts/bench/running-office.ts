import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoAccount } from "@/lib/auth/demo-account";
import { variableNames } from "@/lib/variables";
import { freePort } from "../free-port";

export interface Office {
  /** A verb of the simulated world. */
  sim(path: string, body?: object): Promise<unknown>;
  /** How long the last hundred webhooks waited for their answers, as Nuki logs it. */
  webhookTimes(): Promise<number[]>;
  /** A page, as the signed-in owner gets it. */
  page(path: string): Promise<string>;
  /** Opens an event stream like a browser tab. */
  stream(onNews: (news: News, at: number) => void): Promise<{ close(): void }>;
  /** Megabytes that the server's process holds. */
  memoryMb(): number;
  stop(): Promise<void>;
}

export interface News {
  readonly topic: string;
  readonly deviceId?: string;
}

/** The production build with the demo office and the demo's delays: what people get, measured from outside. */
export async function startOffice(): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), "postern-bench-"));
  const simulatorPort = await freePort();
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const simulator = startSimulator(simulatorPort);
  await untilAnswered(`${simulatorUrl}/_sim/state`, simulator);
  const address = `http://localhost:${await freePort()}`;
  const server = startServer(address, join(folder, "data"), simulatorUrl);
  await untilAnswered(`${address}/api/health`, server);
  const cookie = await signIn(address);
  return {
    sim: (path, body) => ask(`${simulatorUrl}/_sim/${path}`, body),
    async webhookTimes() {
      const headers = { authorization: "Bearer demo-token-oauth" };
      const answer = await fetch(`${simulatorUrl}/api/key/40001/webhook/logs?limit=100`, { headers });
      return ((await answer.json()) as { duration: number }[]).map(({ duration }) => duration);
    },
    async page(path) {
      const answer = await fetch(address + path, { headers: { cookie } });
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return answer.text();
    },
    stream: (onNews) => openStream(`${address}/api/live`, cookie, onNews),
    memoryMb: () =>
      Number(execFileSync("ps", ["-o", "rss=", "-p", String(server.pid)], { encoding: "utf8" })) / 1024,
    async stop() {
      for (const child of [server, simulator]) {
        child.kill("SIGTERM");
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In a process of its own, so that it does not wait for whoever measures; it ends with this one. */
function startSimulator(port: number): ChildProcess {
  const flags = ["--office", "lib/demo/office.json", "--seed", "7", "--port", String(port)];
  const speed = ["--latency", "200,1500", "--rate", "60000"];
  return spawn(
    process.execPath,
    ["scripts/with-parent.mjs", "lib/nuki/simulator/main.ts", ...flags, ...speed],
    { stdio: ["pipe", "ignore", "inherit"] },
  );
}

function startServer(address: string, dataDir: string, simulatorUrl: string): ChildProcess {
  const unset = Object.fromEntries(variableNames.map((name) => [name, ""]));
  return spawn(process.execPath, ["scripts/start.mjs"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      ...unset,
      PORT: new URL(address).port,
      DATA_DIR: dataDir,
      PUBLIC_URL: address,
      NEXTAUTH_URL: address,
      NUKI_API_URL: simulatorUrl,
      NUKI_REQUESTS_PER_MINUTE: "60000",
    },
  });
}

async function untilAnswered(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} does not answer`);
}

async function signIn(address: string): Promise<string> {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map((pair) => pair.join("=")).join("; ");
  const keep = (answer: Response) => {
    for (const line of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (line.split(";")[0] ?? "").split(/=(.*)/s);
      jar.set(name, value);
    }
  };
  const first = await fetch(`${address}/api/auth/csrf`);
  keep(first);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const { email, password } = demoAccount;
  const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
  const headers = { cookie: cookie() };
  keep(
    await fetch(`${address}/api/auth/callback/credentials`, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
    }),
  );
  if (!jar.has("next-auth.session-token")) throw new Error("nobody could sign in");
  return cookie();
}

async function ask(url: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, body ? { method: "POST", body: JSON.stringify(body) } : {});
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Not by `fetch`, which would share a few connections among all streams. */
async function openStream(url: string, cookie: string, onNews: (news: News, at: number) => void) {
  const request = get(url, { headers: { cookie }, agent: false });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`no stream: ${response.statusCode}`);
  let rest = "";
  response.setEncoding("utf8").on("data", (text: string) => {
    const at = performance.now();
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.+)$/m.exec(block)?.[1];
      if (data) onNews(JSON.parse(data) as News, at);
    }
  });
  response.on("error", () => {});
  return { close: () => request.destroy() };
}
