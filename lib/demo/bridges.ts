import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import { z } from "zod";
import { findBridges } from "@/lib/bridges/find";
import { bridges, installation } from "@/lib/db/schema";
import type { SyncContext } from "@/lib/sync/context";

const seededKey = "demo_bridges";

const simulatedSchema = z.array(
  z.object({ name: z.string(), url: z.url(), bridgeId: z.number(), token: z.string() }),
);
type Simulated = z.output<typeof simulatedSchema>[number];

/**
 * Reads the first of the demo's bridges from the start, so that there is something to see; the other one is left to be
 * set up. The simulator gives its bridges other ports at each start, as a router might: those that are read follow it.
 */
export async function seedBridges(context: SyncContext): Promise<void> {
  const { db, account, secrets, log } = context;
  const answer = await fetch(`${account.apiUrl}/_sim/bridges`).catch(() => null);
  const parsed = simulatedSchema.safeParse(answer?.ok ? await answer.json() : null);
  if (!parsed.success) return log.warn("the simulator does not tell of its bridges");
  const [seeded] = await db.select().from(installation).where(eq(installation.key, seededKey));
  if (seeded) return follow(context, parsed.data);
  await findBridges(context);
  const [first] = parsed.data;
  const [row] = first
    ? await db
        .select()
        .from(bridges)
        .where(and(eq(bridges.accountId, account.id), eq(bridges.name, first.name)))
    : [];
  if (first && row) {
    const token = secrets.seal(first.token, `bridge_token:${row.id}`);
    await db
      .update(bridges)
      .set({ ...addressOf(first), token, updatedAt: new Date(context.now()) })
      .where(eq(bridges.id, row.id));
  }
  await db.insert(installation).values({ key: seededKey, value: true });
}

async function follow({ db, account, now }: SyncContext, simulated: readonly Simulated[]): Promise<void> {
  const rows = await db
    .select()
    .from(bridges)
    .where(and(eq(bridges.accountId, account.id), isNotNull(bridges.host)));
  for (const row of rows) {
    const found = simulated.find(({ bridgeId }) => bridgeId === row.hardwareId);
    if (!found || addressOf(found).port === row.port) continue;
    await db
      .update(bridges)
      .set({ ...addressOf(found), updatedAt: new Date(now()) })
      .where(eq(bridges.id, row.id));
  }
}

function addressOf({ url }: Simulated): { host: string; port: number } {
  const { hostname: host, port } = new URL(url);
  return { host, port: Number(port) };
}
