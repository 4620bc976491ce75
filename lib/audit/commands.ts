import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { getDb, transact } from "@/lib/db/connection";
import { ok, type Result } from "@/lib/result";
import { assertSeesTrail } from "./queries";
import { record } from "./record";
import { type TrailCheck, verifyTrail } from "./verify";

/** Checks the whole trail for a person who wants to know, and notes that it was checked and what came of it. */
export async function checkTrail(
  actor: Actor,
  { anchor }: { anchor: string },
  now = new Date(),
): Promise<Result<TrailCheck>> {
  assertSeesTrail(actor);
  const check = await verifyTrail(getDb(), anchor === "" ? null : anchor);
  const { count, head, broken } = check;
  const detail = { count, head: head?.hash ?? null, firstBroken: broken?.id ?? null };
  await transact((tx) => record(tx, actor, [{ type: "audit.verified", detail }], now));
  return ok(check);
}
