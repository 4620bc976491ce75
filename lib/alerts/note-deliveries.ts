import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Tx } from "@/lib/db/connection";
import { alertChannels, alertDeliveries, type alerts, sites } from "@/lib/db/schema";
import type { ChannelId } from "@/lib/db/tables/alerts";
import { nextDigestAt } from "./digest-time";

type AlertRow = typeof alerts.$inferSelect;
type ChannelRow = typeof alertChannels.$inferSelect;

/** Notes who is to be told, in the transaction that opened or resolved the alerts: none is forgotten, none told twice. */
export async function noteDeliveries(
  tx: Tx,
  rows: readonly AlertRow[],
  event: "opened" | "resolved",
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const channels = await tx.select().from(alertChannels).where(eq(alertChannels.enabled, true));
  if (channels.length === 0) return;
  const told = event === "resolved" ? await toldOf(tx, rows) : null;
  const zone = await officeZone(tx);
  const wanted = channels.flatMap((channel) =>
    rows
      .filter(({ id, kind }) => wants(channel, kind) && (told === null || told.has(`${id} ${channel.id}`)))
      .map(({ id }) => ({
        alertId: id,
        channelId: channel.id,
        event,
        nextTryAt: channel.mode === "daily" ? nextDigestAt(channel.digestMinute, zone, now) : now,
      })),
  );
  if (wanted.length > 0) await tx.insert(alertDeliveries).values(wanted).onConflictDoNothing();
}

/** Digests go out by the clock of the first site. */
export async function officeZone(tx: Pick<Tx, "select">): Promise<string> {
  const [first] = await tx.select({ timeZone: sites.timeZone }).from(sites).orderBy(asc(sites.name)).limit(1);
  return first?.timeZone ?? "UTC";
}

function wants({ kinds }: ChannelRow, kind: AlertRow["kind"]): boolean {
  return kinds === null || kinds.includes(kind);
}

/** That something is over concerns only who heard of it. */
async function toldOf(tx: Tx, rows: readonly AlertRow[]): Promise<ReadonlySet<string>> {
  const found = await tx
    .select({ alertId: alertDeliveries.alertId, channelId: alertDeliveries.channelId })
    .from(alertDeliveries)
    .where(
      and(
        eq(alertDeliveries.event, "opened"),
        inArray(
          alertDeliveries.alertId,
          rows.map(({ id }) => id),
        ),
      ),
    );
  return new Set(
    found.map(
      ({ alertId, channelId }: { alertId: string; channelId: ChannelId }) => `${alertId} ${channelId}`,
    ),
  );
}
