import "server-only";
import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import type { AccountId } from "@/lib/access/types";
import type { Db } from "@/lib/db/connection";
import { accounts, devices, installation } from "@/lib/db/schema";
import { NukiError } from "@/lib/nuki/errors";
import type { Connector } from "@/lib/sync/connector";

export interface Intercom {
  readonly brand: string | null;
  readonly model: string | null;
}

const keptMs = 30 * 24 * 3_600_000;

const storedSchema = z.object({
  brand: z.string().nullable(),
  model: z.string().nullable(),
  /** False: Nuki does not know the number. */
  known: z.boolean(),
  readAt: z.number(),
});

/** What is stored of these intercoms, by Nuki's number. */
export async function listIntercoms(db: Db, ids: readonly number[]): Promise<Map<number, Intercom>> {
  const stored = await readStored(db, ids);
  return new Map([...stored].filter(([, { known }]) => known));
}

/** The intercoms of openers that are not known yet, or were looked up long ago. */
export async function unknownIntercoms(db: Db, now: number): Promise<{ accountId: AccountId; id: number }[]> {
  const rows = await db
    .selectDistinct({ accountId: devices.accountId, id: devices.intercomId })
    .from(devices)
    .where(and(eq(devices.type, 2), isNotNull(devices.intercomId), isNull(devices.missingSince)));
  // Zero: the opener was set up without choosing one.
  const wanted = rows.flatMap(({ accountId, id }) => (id ? [{ accountId, id }] : []));
  const stored = await readStored(
    db,
    wanted.map(({ id }) => id),
  );
  return wanted.filter(({ id }) => now - (stored.get(id)?.readAt ?? 0) > keptMs);
}

/** Asks Nuki for brand and model of the intercoms that are not known; pages read what is stored only. */
export async function learnIntercoms({
  db,
  connect,
  now,
}: {
  db: Db;
  connect: Connector;
  now: () => number;
}): Promise<void> {
  for (const { accountId, id } of await unknownIntercoms(db, now())) {
    const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId));
    if (!account) continue;
    const context = connect(account);
    const found = await context.nuki.reader.getIntercom(id).catch((error: unknown) => {
      if (!(error instanceof NukiError)) throw error;
      context.log.debug({ err: error, intercom: id }, "an intercom could not be looked up");
      return undefined;
    });
    // Asked again with the next run; another account may answer meanwhile.
    if (found === undefined) continue;
    const value: z.input<typeof storedSchema> = {
      brand: found?.brand ?? null,
      model: found?.model ?? null,
      known: found !== null,
      readAt: now(),
    };
    await db
      .insert(installation)
      .values({ key: keyOf(id), value })
      .onConflictDoUpdate({ target: installation.key, set: { value } });
  }
}

const keyOf = (id: number) => `intercom:${id}`;

async function readStored(
  db: Db,
  ids: readonly number[],
): Promise<Map<number, z.output<typeof storedSchema>>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(installation)
    .where(inArray(installation.key, ids.map(keyOf)));
  return new Map(
    rows.flatMap(({ key, value }) => {
      const parsed = storedSchema.safeParse(value);
      return parsed.success ? [[Number(key.slice(keyOf(0).length - 1)), parsed.data] as const] : [];
    }),
  );
}
