import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import pg from "pg";
import { freePort } from "./free-port.ts";

/**
 * Starts a PostgreSQL server of its own for the tests, if the machine has the binaries:
 * `{ url, version, stop }`, else `{ skip: reason }`.
 */
export async function startPostgres() {
  const bin = findBinaries();
  if (!bin)
    return { skip: "no PostgreSQL binaries (initdb, postgres) were found and TEST_DATABASE_URL is not set" };
  const user = unprivilegedUser();
  if (user === null)
    return { skip: "PostgreSQL does not run as root, and there is no user postgres or nobody" };

  const dir = mkdtempSync(join(tmpdir(), "postern-pg-"));
  if (user.uid !== undefined) chownSync(dir, user.uid, user.gid);
  const options = { ...user, cwd: dir, env: { ...process.env, LC_ALL: "C" } };
  const remove = () => rmSync(dir, { recursive: true, force: true });
  try {
    const init = [
      "-D",
      join(dir, "data"),
      "-U",
      "postern",
      "-A",
      "trust",
      "-E",
      "UTF8",
      "--no-locale",
      "--no-sync",
    ];
    execFileSync(join(bin, "initdb"), init, { ...options, stdio: "pipe" });
  } catch (error) {
    remove();
    return {
      skip: `initdb failed: ${String(error.stderr ?? error.message)
        .trim()
        .split("\n")
        .at(-1)}`,
    };
  }

  const port = await freePort();
  const settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];
  const flags = ["-D", join(dir, "data"), "-p", String(port), "-k", dir, "-h", "127.0.0.1"];
  const server = spawn(join(bin, "postgres"), [...flags, ...settings.flatMap((s) => ["-c", s])], {
    ...options,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let messages = "";
  server.stderr.on("data", (chunk) => {
    messages = (messages + chunk).slice(-2000);
  });
  const stop = async () => {
    process.off("exit", kill);
    if (server.exitCode === null && server.signalCode === null) {
      server.kill("SIGINT"); // PostgreSQL's fast shutdown: does not wait for clients
      await once(server, "exit");
    }
    remove();
  };
  const kill = () => server.kill("SIGINT");
  process.once("exit", kill);

  const url = `postgres://postern@127.0.0.1:${port}/postgres`;
  const version = await untilItAnswers(url, server);
  if (version) return { url, version, stop };
  await stop();
  return { skip: `the PostgreSQL server did not start: ${messages.trim().split("\n").at(-1)}` };
}

function findBinaries() {
  const roots = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt"].flatMap(
    (folder) =>
      existsSync(folder)
        ? readdirSync(folder)
            .filter((name) => /^(\d+|postgresql.*)$/.test(name))
            .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
            .map((name) => join(folder, name, "bin"))
        : [],
  );
  // Wrappers on the PATH may lie apart from the server's binary, so links are followed.
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => existsSync(join(folder, "initdb")))
    .map((folder) => dirname(realpathSync(join(folder, "initdb"))));
  return [...onPath, ...roots].find((folder) =>
    ["initdb", "postgres"].every((name) => existsSync(join(folder, name))),
  );
}

function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // No such user; the next one.
    }
  }
  return null;
}

async function untilItAnswers(url, server) {
  for (let tries = 0; tries < 150 && server.exitCode === null; tries++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      const { rows } = await client.query("show server_version");
      return rows[0].server_version;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    } finally {
      await client.end().catch(() => {});
    }
  }
  return null;
}
