import "server-only";
import type { Env } from "@/lib/env";
import type { Connector } from "@/lib/sync/connector";
import type { Chore } from "./chores";
import type { Queue } from "./queue";

/** What chores work with. */
export interface ChoreTools {
  readonly connect: Connector;
  readonly queue: Queue;
  readonly env: Env;
}

/** Everything that is done again and again, one line each. */
export function choreList(_tools: ChoreTools): Chore[] {
  return [];
}
