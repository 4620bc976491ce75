import "server-only";
import { alertChores } from "@/lib/alerts/chores";
import { auditChores } from "@/lib/audit/chores";
import { bridgeChores } from "@/lib/bridges/chores";
import { settingChores } from "@/lib/device-settings/chores";
import type { Env } from "@/lib/env";
import { liveChores } from "@/lib/live/chores";
import { createFollower, hasOpenOperations } from "@/lib/operations/follow";
import { retentionChores } from "@/lib/retention/chores";
import { rotationChores } from "@/lib/rotations/chores";
import { sheetChores } from "@/lib/sheets/chores";
import type { Connector } from "@/lib/sync/connector";
import { entriesChore } from "@/lib/sync/follow-log";
import { storeEntries } from "@/lib/sync/observe-entries";
import { webhookChores } from "@/lib/webhooks/chores";
import type { Chore } from "./chores";
import type { Queue } from "./queue";
import { statisticsChores } from "./statistics";

/** What chores work with. */
export interface ChoreTools {
  readonly connect: Connector;
  readonly queue: Queue;
  readonly env: Env;
}

/** Everything that is done again and again, one line each. */
export function choreList(tools: ChoreTools): Chore[] {
  return [
    { name: "operations", everyMs: 1_000, atMostMs: 30_000, isDue: hasOpenOperations, run: createFollower() },
    ...bridgeChores(tools.connect),
    ...settingChores(tools.connect),
    entriesChore(tools.connect),
    ...webhookChores(tools, storeEntries),
    ...liveChores,
    ...alertChores,
    ...auditChores,
    ...statisticsChores,
    ...sheetChores,
    ...rotationChores,
    ...retentionChores,
  ];
}
