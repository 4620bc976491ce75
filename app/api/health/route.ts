import { sql } from "drizzle-orm";
import { getDb } from "@/lib/db/connection";
import { getEnv } from "@/lib/env";
import { log } from "@/lib/log";

export const dynamic = "force-dynamic";

/** Asks the database, not the port: Next listens before the data is open. */
export async function GET(): Promise<Response> {
  try {
    await getDb().execute(sql`select 1`);
    return Response.json({ ok: true, mode: getEnv().mode });
  } catch (error) {
    log.warn({ err: error }, "not healthy");
    return Response.json({ ok: false }, { status: 503 });
  }
}
