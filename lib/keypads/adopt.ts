import "server-only";
import { and, eq, inArray, isNull, ne, or } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { Binding, DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";
import type { AuditEntry } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { authorizations, bindings, changes, devices, placements, staff, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { isBound } from "@/lib/devices/queries";
import { ok, type Result, refuse } from "@/lib/result";
import { giveCode, openCodes } from "@/lib/staff/codes";
import { staysWithinSites } from "@/lib/staff/reach";
import { adopt } from "@/lib/sync/adopt";
import type { AdoptionInput } from "./schema";
import { isForeignCode } from "./standing";

/** What the plan would make of a code that becomes somebody's: it stays, is changed, or goes since no rule grants it. */
export async function previewAdoption(
  actor: Actor,
  input: AdoptionInput,
  now = new Date(),
): Promise<Result<Preview>> {
  assertMay(actor, "codes:write");
  return previewEdit(actor, adoption(actor, input), now);
}

/**
 * Takes over a code that is on a keypad without being ours, as this person's. From then on the rules decide about it, so
 * it is only done as it was previewed.
 */
export async function adoptCode(
  actor: Actor,
  input: AdoptionInput,
  seen: string,
  now = new Date(),
): Promise<Result<{ count: number }>> {
  assertMay(actor, "codes:write");
  return commitEdit(actor, adoption(actor, input), seen, now);
}

function adoption(actor: Actor, input: AdoptionInput): Edit<{ count: number }> {
  return async (tx, now) => {
    const person = await findPerson(tx, input.staffId);
    const [first, ...others] = await findForeign(tx, actor, input);
    if (!person || !first) return refuse("not_found");
    const taken = await doorsWithCode(tx, input.staffId);
    if (taken.has(first.deviceId)) return refuse("has_code_there");
    const chosen = [first, ...others.filter((code) => !taken.has(code.deviceId))];
    // What has left may still arrive, and a second code of the same person would be nobody's again.
    if (await isUnderWay(tx, input.staffId, first.deviceId)) return refuse("device_busy");
    const digits: AuditEntry[] = [];
    if (input.code === "this") {
      const taking = await takeDigits(tx, actor, input.staffId, first, now);
      if (!taking.ok) return taking;
      digits.push(...taking.value);
    }
    const matches = chosen.map(
      ({ deviceId, authId }): Binding => ({ staffId: input.staffId, deviceId, authId, kind: "keypad" }),
    );
    const count = await adopt({ db: tx, now: () => now.getTime() }, matches);
    if (count < matches.length) return refuse("plan_changed");
    return ok({
      value: { count },
      touches: [input.staffId],
      audit: [
        ...chosen.map(
          ({ door, deviceId }): AuditEntry => ({
            type: "credential.adopted",
            subjectId: input.staffId,
            detail: { name: person, door, deviceId, kind: "keypad", digits: input.code },
          }),
        ),
        ...digits,
      ],
    });
  };
}

async function findPerson(tx: Tx, staffId: StaffId): Promise<string | null> {
  const [row] = await tx
    .select({ name: staff.displayName })
    .from(staff)
    .where(and(eq(staff.id, staffId), ne(staff.status, "removed")));
  return row?.name ?? null;
}

interface ForeignCode {
  readonly deviceId: DeviceId;
  readonly authId: NukiAuthId;
  readonly door: string;
  readonly code: Buffer | null;
  readonly codeHash: string | null;
}

/** The code that is meant, then those with the same digits at other doors of the actor where these are asked for. */
async function findForeign(
  tx: Tx,
  actor: Actor,
  { deviceId, authId, everywhere }: AdoptionInput,
): Promise<ForeignCode[]> {
  const mine = actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]);
  const read = (condition: ReturnType<typeof and>) =>
    tx
      .select({
        deviceId: authorizations.deviceId,
        authId: authorizations.nukiId,
        door: devices.name,
        code: authorizations.code,
        codeHash: authorizations.codeHash,
      })
      .from(authorizations)
      .innerJoin(devices, eq(devices.id, authorizations.deviceId))
      .innerJoin(placements, eq(placements.deviceId, authorizations.deviceId))
      .leftJoin(bindings, isBound)
      .where(and(isForeignCode, mine, condition))
      .orderBy(devices.name, authorizations.nukiId);
  const [first] = await read(and(eq(authorizations.deviceId, deviceId), eq(authorizations.nukiId, authId)));
  if (!first) return [];
  if (!everywhere || first.codeHash === null) return [first];
  const others = await read(
    and(eq(authorizations.codeHash, first.codeHash), ne(authorizations.deviceId, deviceId)),
  );
  return [first, ...others];
}

async function doorsWithCode(tx: Tx, staffId: StaffId): Promise<Set<DeviceId>> {
  const rows = await tx
    .select({ deviceId: bindings.deviceId })
    .from(bindings)
    .where(and(eq(bindings.staffId, staffId), eq(bindings.kind, "keypad"), isNull(bindings.endedAt)));
  return new Set(rows.map((row) => row.deviceId));
}

async function isUnderWay(tx: Tx, staffId: StaffId, deviceId: DeviceId): Promise<boolean> {
  const [row] = await tx
    .select({ id: changes.id })
    .from(changes)
    .where(
      and(
        eq(changes.staffId, staffId),
        eq(changes.deviceId, deviceId),
        eq(changes.kind, "keypad"),
        isNull(changes.closedAt),
        or(eq(changes.inFlight, true), eq(changes.state, "accepted")),
      ),
    );
  return row !== undefined;
}

/** What is typed at the door today becomes the person's one code, at all other doors too. */
async function takeDigits(
  tx: Tx,
  actor: Actor,
  staffId: StaffId,
  { code, codeHash, authId }: ForeignCode,
  now: Date,
): Promise<Result<AuditEntry[]>> {
  if (!(await staysWithinSites(tx, actor, { staffIds: [staffId] }))) return refuse("forbidden");
  if (code === null || codeHash === null) return refuse("code_not_allowed");
  const [own] = await tx
    .select({ id: staffCodes.id })
    .from(staffCodes)
    .where(and(eq(staffCodes.staffId, staffId), isNull(staffCodes.retiredAt)));
  const pool = await openCodes(tx, now, { staffId, codeHash });
  const digits = getSecrets().unseal(code, `authorization_code:${authId}`);
  const given = await giveCode(tx, pool, staffId, digits, now);
  if (!given.ok) return given;
  if (!given.value) return ok([]);
  return ok([{ type: own ? "code.replaced" : "code.created", subjectId: staffId }]);
}
