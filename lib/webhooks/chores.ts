import "server-only";
import { getDb } from "@/lib/db/connection";
import type { Chore } from "@/lib/jobs/chores";
import type { Queue } from "@/lib/jobs/queue";
import type { Connector } from "@/lib/sync/connector";
import { webhookChannel } from "./receive";
import { tendWebhooks } from "./tend";
import { hasDeliveries, pruneDeliveries, type WorkOffTools, workOffDeliveries } from "./work-off";

/** What webhooks brought, the moment it is there; whether Nuki still calls, every five minutes. */
export function webhookChores(
  { connect, queue, env }: { connect: Connector; queue: Queue; env: { publicUrl: string } },
  storeEntries: WorkOffTools["storeEntries"],
): Chore[] {
  return [
    {
      name: "webhooks",
      channel: webhookChannel,
      everyMs: 5_000,
      atMostMs: 60_000,
      isDue: () => hasDeliveries(getDb()),
      run: () => workOffDeliveries({ db: getDb(), connect, queue, storeEntries, now: Date.now }),
    },
    {
      name: "webhooks.health",
      everyMs: 300_000,
      atMostMs: 300_000,
      run: async () => {
        const db = getDb();
        await pruneDeliveries(db);
        await tendWebhooks({ db, connect, publicUrl: env.publicUrl, now: Date.now });
        return false;
      },
    },
  ];
}
