import "server-only";
import { and, asc, eq, inArray, isNotNull, ne } from "drizzle-orm";
import type { CredentialState, DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay, seesSite } from "@/lib/auth/actor";
import { requireStepUp } from "@/lib/auth/step-up";
import { type Tx, transact } from "@/lib/db/connection";
import {
  authorizations,
  bindings,
  credentials,
  devices,
  placements,
  sites,
  staff,
  staffCodes,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { isBound } from "@/lib/devices/queries";
import { ok, type Result } from "@/lib/result";
import { admitLookup } from "./lookup-limit";
import { opensOnlyWithin } from "./person";

export interface FoundOwner {
  readonly staffId: StaffId;
  readonly name: string;
  /** Null: it is their code today. */
  readonly until: Date | null;
}

export interface FoundDoor {
  readonly deviceId: DeviceId;
  readonly name: string;
  /** Null: a device that was given to no site yet. */
  readonly siteName: string | null;
  /** Null: on the keypad, and not ours. */
  readonly owner: string | null;
  /** The name that it has on the keypad; null while it is only on its way there. */
  readonly nameThere: string | null;
  /** How it stands with the owner at this door; null where it is nobody's of ours. */
  readonly state: CredentialState | null;
}

/** Who has a code and where it is, as far as the actor's sites go. */
export interface FoundCode {
  readonly owners: readonly FoundOwner[];
  readonly doors: readonly FoundDoor[];
  /** It is somebody's, or on a keypad, at a site that is not the actor's. */
  readonly elsewhere: boolean;
}

/**
 * Finds the owner and the doors of a code by its keyed hash; no code is opened for that. The trail keeps that somebody
 * looked and whether there was something, never the digits.
 */
export async function findByCode(
  actor: Actor,
  digits: string,
  now = new Date(),
): Promise<Result<FoundCode | null>> {
  assertMay(actor, "codes:find");
  const given = await requireStepUp(actor, now);
  if (!given.ok) return given;
  const admitted = await admitLookup(actor, now);
  if (!admitted.ok) return admitted;
  const hash = getSecrets().hashCode(digits);
  return transact(async (tx) => {
    const owners = await ownersOf(tx, hash);
    const seen = await seenOnKeypads(tx, hash);
    const coming = await comingFor(
      tx,
      owners.filter(({ until }) => until === null),
      seen,
    );
    const all = [...seen, ...coming].sort(
      (a, b) => (a.siteName ?? "").localeCompare(b.siteName ?? "") || a.name.localeCompare(b.name),
    );
    const doors = all.filter(({ siteId }) => (siteId ? seesSite(actor, siteId) : actor.sites === "all"));
    const named: FoundOwner[] = [];
    for (const owner of owners) {
      const isHere = doors.some(({ staffId }) => staffId === owner.staffId);
      if (isHere || (await opensOnlyWithin(tx, actor, owner.staffId))) named.push(owner);
    }
    const found = owners.length > 0 || all.length > 0;
    const subjectId = named.length === 1 ? named[0]?.staffId : undefined;
    await record(tx, actor, [{ type: "code.searched", subjectId, detail: { found } }], now);
    if (!found) return ok(null);
    return ok({
      owners: named,
      doors: doors.map(({ siteId: _siteId, staffId: _staffId, ...door }) => door),
      elsewhere: named.length < owners.length || doors.length < all.length,
    });
  });
}

function ownersOf(tx: Tx, hash: string): Promise<FoundOwner[]> {
  return tx
    .select({ staffId: staff.id, name: staff.displayName, until: staffCodes.retiredAt })
    .from(staffCodes)
    .innerJoin(staff, eq(staff.id, staffCodes.staffId))
    .where(eq(staffCodes.codeHash, hash))
    .orderBy(asc(staffCodes.retiredAt), asc(staff.displayName));
}

type Door = FoundDoor & {
  readonly siteId: SiteId | null;
  readonly staffId: StaffId | null;
};

/** What the keypads showed when they were read last, ours or not. */
async function seenOnKeypads(tx: Tx, hash: string): Promise<Door[]> {
  return tx
    .select({
      deviceId: devices.id,
      name: devices.name,
      siteName: sites.name,
      siteId: placements.siteId,
      staffId: bindings.staffId,
      owner: staff.displayName,
      nameThere: authorizations.name,
      state: credentials.state,
    })
    .from(authorizations)
    .innerJoin(devices, eq(devices.id, authorizations.deviceId))
    .leftJoin(placements, eq(placements.deviceId, authorizations.deviceId))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .leftJoin(bindings, isBound)
    .leftJoin(staff, eq(staff.id, bindings.staffId))
    .leftJoin(
      credentials,
      and(
        eq(credentials.staffId, bindings.staffId),
        eq(credentials.deviceId, bindings.deviceId),
        eq(credentials.kind, bindings.kind),
      ),
    )
    .where(eq(authorizations.codeHash, hash));
}

/** Doors that the rules want it on and that have not shown it yet. */
async function comingFor(tx: Tx, owners: readonly FoundOwner[], seen: readonly Door[]): Promise<Door[]> {
  if (owners.length === 0) return [];
  const rows = await tx
    .select({
      deviceId: devices.id,
      name: devices.name,
      siteName: sites.name,
      siteId: placements.siteId,
      staffId: credentials.staffId,
      owner: staff.displayName,
      state: credentials.state,
    })
    .from(credentials)
    .innerJoin(staff, eq(staff.id, credentials.staffId))
    .innerJoin(devices, eq(devices.id, credentials.deviceId))
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        inArray(
          credentials.staffId,
          owners.map(({ staffId }) => staffId),
        ),
        eq(credentials.kind, "keypad"),
        ne(credentials.state, "removed"),
        isNotNull(credentials.wish),
      ),
    );
  return rows
    .filter(
      (row) => !seen.some(({ deviceId, staffId }) => deviceId === row.deviceId && staffId === row.staffId),
    )
    .map((row) => ({ ...row, nameThere: null }));
}
