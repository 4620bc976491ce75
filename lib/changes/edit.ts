import "server-only";
import { eq, inArray, sql } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import { fingerprintOf } from "@/lib/access/fingerprint";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type AuditEntry, record } from "@/lib/audit/record";
import { type Actor, seesSite } from "@/lib/auth/actor";
import { type Tx, transact } from "@/lib/db/connection";
import { devices, placements, sites, staff } from "@/lib/db/schema";
import { getQueue } from "@/lib/jobs/queue";
import { ok, type Result, refuse } from "@/lib/result";
import { consequencesOf, type Names, type Withdrawn } from "./consequences-of";
import { type Diff, diffOf, normalised } from "./diff";
import { leftBehind } from "./left-behind";
import { loadPicture, type Picture, planOf, type Scope } from "./picture";
import { staysWithheld } from "./withheld";

/** What an edit of the rules did, and whose credentials it may change (before and after it). */
export interface Edited<T> {
  readonly value: T;
  readonly touches: readonly StaffId[] | "all";
  /** People that the edit made: their ids differ from run to run, which must not count as a different plan. */
  readonly created?: readonly StaffId[];
  readonly audit: readonly AuditEntry[];
}

/** Any number that nothing else locks on. */
const editLock = 4_151_705;

export type Edit<T> = (tx: Tx, now: Date) => Promise<Result<Edited<T>>>;

/**
 * What the edit would do, without doing it: the edit itself runs in a transaction that is rolled back, and the plan is
 * the worker's own. There is no second code path for a dry run.
 */
export async function previewEdit<T>(
  actor: Actor,
  edit: Edit<T>,
  now = new Date(),
): Promise<Result<Preview>> {
  const tried = await transact((tx) => tryOut(tx, edit, now));
  if (!tried.ok) return tried;
  const { diff, withdrawn, names, picture, fingerprint } = tried.value;
  const seen = { ...withdrawn, leftBehind: withdrawn.leftBehind.filter(isSeenBy(actor, picture)) };
  return ok({ consequences: consequencesOf(diff, seen, picture, names), fingerprint });
}

/** A rule may reach doors elsewhere: what was withdrawn there is told to those who look after it. */
function isSeenBy(actor: Actor, { model }: Picture) {
  return ({ withdrawnAt }: { withdrawnAt: DeviceId }) => {
    const door = model.doors.get(withdrawnAt);
    return actor.sites === "all" || (door !== undefined && seesSite(actor, door.siteId));
  };
}

/**
 * Carries the edit out, with its audit events and the job that makes it true at Nuki, in one transaction. With `seen`,
 * the fingerprint of what the person was shown, it is refused where the plan has changed meanwhile.
 */
export async function commitEdit<T>(
  actor: Actor,
  edit: Edit<T>,
  seen: string | null,
  now = new Date(),
): Promise<Result<T>> {
  return transactResult(async (tx) => {
    // One edit at a time: nobody else's may come between the comparison and this one.
    await tx.execute(sql`select pg_advisory_xact_lock(${editLock})`);
    if (seen !== null) {
      const tried = await tryOut(tx, edit, now);
      if (!tried.ok) return tried;
      if (tried.value.fingerprint !== seen) return refuse("plan_changed");
    }
    const edited = await edit(tx, now);
    if (!edited.ok) return edited;
    const { value, touches, audit } = edited.value;
    await record(tx, actor, audit, now);
    await requestSync(tx, touches);
    return ok(value);
  });
}

/** Asks the worker to look at these people's credentials, as part of the transaction. */
export async function requestSync(tx: Tx, touches: readonly StaffId[] | "all"): Promise<void> {
  if (touches !== "all" && touches.length === 0) return;
  await getQueue().enqueue(tx, "sync", { staffIds: touches === "all" ? "all" : [...touches] });
}

/** A transaction that is rolled back on a refusal too, so that nothing half-written stays. */
export async function transactResult<T>(work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await transact(async (tx) => {
      const result = await work(tx);
      if (!result.ok) throw new RolledBack(result);
      return result;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome as Result<T>;
    throw error;
  }
}

class RolledBack extends Error {
  readonly outcome: unknown;

  constructor(outcome: unknown) {
    super("rolled back on purpose");
    this.outcome = outcome;
  }
}

interface Tried {
  readonly diff: Diff;
  readonly withdrawn: Withdrawn;
  readonly names: Names;
  readonly picture: Picture;
  readonly fingerprint: string;
}

/** Runs the edit in a savepoint, plans before and after, and takes the edit back. */
async function tryOut<T>(tx: Tx, edit: Edit<T>, now: Date): Promise<Result<Tried>> {
  const after = await rolledBack(tx, async (inner) => {
    const edited = await edit(inner, now);
    if (!edited.ok) return edited;
    const scope = scopeOf(edited.value.touches);
    const picture = await loadPicture(inner, scope);
    return ok({
      scope,
      picture,
      created: edited.value.created ?? [],
      names: await loadNames(inner, picture),
    });
  });
  if (!after.ok) return after;
  const { scope, picture, created, names } = after.value;
  const pictureBefore = await loadPicture(tx, scope);
  const is = planOf(picture, now.getTime());
  const was = planOf(pictureBefore, now.getTime());
  const diff = diffOf(was.plan, is.plan);
  const sides = [
    { picture: pictureBefore, compiled: was.compiled },
    { picture, compiled: is.compiled },
  ] as const;
  const withdrawn = { withheld: staysWithheld(...sides), leftBehind: leftBehind(...sides) };
  return ok({ diff, withdrawn, names, picture, fingerprint: fingerprintOf(normalised(diff, created)) });
}

function scopeOf(touches: readonly StaffId[] | "all"): Scope {
  return touches === "all" ? "all" : { staffIds: touches };
}

async function rolledBack<T>(tx: Tx, work: (inner: Tx) => Promise<T>): Promise<T> {
  try {
    return await tx.transaction(async (inner) => {
      throw new RolledBack(await work(inner));
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome as T;
    throw error;
  }
}

async function loadNames(tx: Tx, picture: Picture): Promise<Names> {
  const ids = picture.model.staff.map((member) => member.id);
  const people = new Map<StaffId, string>(picture.model.staff.map((member) => [member.id, member.name]));
  // Leavers are not in a whole picture, but what they still have on doors is in its plan.
  const missing = [...new Set(picture.observed.bindings.map((binding) => binding.staffId))].filter(
    (id) => !people.has(id),
  );
  if (ids.length > 0 && missing.length > 0) {
    const rows = await tx
      .select({ id: staff.id, name: staff.displayName })
      .from(staff)
      .where(inArray(staff.id, missing.slice(0, 10_000)));
    for (const row of rows) people.set(row.id, row.name);
  }
  const doors = await tx
    .select({ id: devices.id, name: devices.name, siteName: sites.name })
    .from(devices)
    .leftJoin(placements, eq(placements.deviceId, devices.id))
    .leftJoin(sites, eq(sites.id, placements.siteId));
  return {
    staff: people,
    doors: new Map(doors.map((row) => [row.id, row.name])),
    siteOfDoor: new Map(
      doors.flatMap(({ id, siteName }) => (siteName === null ? [] : [[id, siteName] as const])),
    ),
  };
}
