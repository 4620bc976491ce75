import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/audit/canonical-json";

/**
 * What a deletion proves: that exactly these rows went, to whoever has a copy of them. The digest begins as an empty text;
 * for each row it becomes SHA-256 (64 small hex digits) over the digest so far followed by the row as canonical JSON: members
 * sorted by name, no spaces, instants as `2026-03-03T08:00:00.000Z`.
 *
 * Of an entry these members count, which are those of an NDJSON export with names. The rows of one event stand by `id`, then
 * `deviceId`, as text. Which rows those are: all of the site's doors from before `before` and of nobody under a hold. Where
 * they were more than one event takes, they go in portions of its `count`: reverse the export, so that the oldest comes
 * first, sort it by `deviceId` leaving the order of equal ones, and take the portions one after the other.
 */
export const entryMembers = [
  ...[
    "id",
    "occurredAt",
    "receivedAt",
    "deviceId",
    "person",
    "staffId",
    "name",
    "authorizationId",
    "outcome",
  ],
  ...["deviceType", "action", "trigger", "state", "source", "autoUnlock", "ajarMinutes", "opener"],
] as const;

/** A deleted entry, or a line of an export: instants may be text, and more members are left out. */
export interface EntryProof {
  /** Nuki's id of the row. */
  readonly id: string;
  readonly deviceId: string;
  readonly [member: string]: unknown;
}

export interface Proof {
  readonly firstId: string;
  readonly lastId: string;
  readonly digest: string;
}

/** The digest over these entries, whatever their order, with the first and the last id in it. */
export function proveEntries(entries: readonly EntryProof[]): Proof {
  const ordered = entries.toSorted((a, b) => compare(a.id, b.id) || compare(a.deviceId, b.deviceId));
  const rows = ordered.map((entry) =>
    Object.fromEntries(entryMembers.map((member) => [member, entry[member]])),
  );
  return { firstId: ordered[0]?.id ?? "", lastId: ordered.at(-1)?.id ?? "", digest: digestOf(rows) };
}

/** The same over rows with a number, by that number and with all of their members. */
export function proveRows(rows: readonly { readonly id: number }[]): Proof {
  const ordered = rows.toSorted((a, b) => a.id - b.id);
  const idOf = (row: { id: number } | undefined) => (row ? String(row.id) : "");
  return { firstId: idOf(ordered[0]), lastId: idOf(ordered.at(-1)), digest: digestOf(ordered) };
}

/** The chained digest over rows in this order. */
export function digestOf(rows: readonly object[]): string {
  return rows.reduce<string>(
    (digest, row) =>
      createHash("sha256")
        .update(digest + canonicalJson(row))
        .digest("hex"),
    "",
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
