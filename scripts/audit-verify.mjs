/*
 * npm run audit:verify [-- hash]: computes the whole audit trail anew and names the first event that is not what was
 * written. With the hash of an earlier export it also says whether the trail still holds that event.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);

const { readVariables } = await import("../lib/variables.ts");
const { openDatabase } = await import("../lib/db/connection.ts");
const { lockDataDir } = await import("../lib/db/lock.ts");
const { verifyTrail } = await import("../lib/audit/verify.ts");

const [anchor = null] = process.argv.slice(2);
if (anchor !== null && !/^[0-9a-f]{64}$/i.test(anchor)) end("A hash has 64 characters, 0 to 9 and a to f.");
const read = readVariables(process.env);
if (!read.ok) end(...read.problems);
const { databaseUrl, dataDir } = read.env;
const database = await open().catch((error) => end(error.message));
const { count, head, broken, hasAnchor } = await verifyTrail(database.db, anchor?.toLowerCase() ?? null);
await database.close();
if (broken) {
  end(
    `Event ${broken.id} of ${broken.at.toISOString()} is not what was written, or does not follow from the one before.`,
    `The ${count} events before it hold together.`,
  );
}
if (hasAnchor === false) end(`The ${count} events hold together, but that hash is not among them.`);
console.log(`${count} events, each as it was written.${hasAnchor ? " That hash is among them." : ""}`);
if (head) console.log(`Newest: event ${head.id} of ${head.at.toISOString()}, hash ${head.hash}`);

async function open() {
  if (databaseUrl) return openDatabase({ url: databaseUrl });
  const dir = join(dataDir, "pglite");
  if (!existsSync(dir)) throw new Error(`There is no database in ${dataDir}.`);
  lockDataDir(dataDir);
  return openDatabase({ dir });
}

function end(...lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}
