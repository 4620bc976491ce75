import type { BlockedCredential, CredentialKey, Plan, PlannedChange, StaffId } from "@/lib/access/types";
import { wishKey } from "@/lib/access/wish";

/** What an edit adds to what was planned anyway. */
export interface Diff {
  readonly changes: readonly PlannedChange[];
  readonly blocked: readonly BlockedCredential[];
  /** Changes that were pending before the edit and are not needed after it. */
  readonly withdrawn: readonly PlannedChange[];
  readonly unchanged: number;
}

/** The difference that an edit makes between two plans over the same doors. Pure. */
export function diffOf(before: Plan, after: Plan): Diff {
  const had = new Set(before.changes.map(changeKey));
  const wasBlocked = new Set(before.blocked.map(blockedKey));
  const stillPlanned = new Set(after.changes.map(credentialKey));
  return {
    changes: after.changes.filter((change) => !had.has(changeKey(change))),
    blocked: after.blocked.filter((item) => !wasBlocked.has(blockedKey(item))),
    withdrawn: before.changes.filter((change) => !stillPlanned.has(credentialKey(change))),
    unchanged: after.unchanged.length,
  };
}

function credentialKey({ staffId, deviceId, kind }: CredentialKey): string {
  return `${staffId} ${deviceId} ${kind}`;
}

function changeKey(change: PlannedChange): string {
  return `${credentialKey(change)} ${change.op} ${change.op === "remove" ? "" : wishKey(change.wish)}`;
}

function blockedKey(item: BlockedCredential): string {
  return `${credentialKey(item)} ${item.reason}`;
}

/**
 * The diff without what chance decides: ids of people that the edit makes, and codes that are drawn anew at each run.
 * So two runs of one edit have one fingerprint.
 */
export function normalised(diff: Diff, created: readonly StaffId[]): Pick<Plan, "changes" | "blocked"> {
  const places = new Map(created.map((id, index) => [id, `new-${index}` as StaffId]));
  const staffIdOf = (id: StaffId) => places.get(id) ?? id;
  const renamed = (change: PlannedChange): PlannedChange => {
    const staffId = staffIdOf(change.staffId);
    if (change.op === "remove" || change.wish.codeHash === null) return { ...change, staffId };
    return { ...change, staffId, wish: { ...change.wish, codeHash: "code" } };
  };
  return {
    changes: [...diff.changes.map(renamed), ...diff.withdrawn.map(renamed)],
    blocked: diff.blocked.map((item) => ({ ...item, staffId: staffIdOf(item.staffId) })),
  };
}
