import "server-only";
import { eq, inArray } from "drizzle-orm";
import type { WithheldGroup } from "@/lib/access/consequences";
import { fingerprintOf } from "@/lib/access/fingerprint";
import type { DeviceId, StaffId, TeamId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { diffOf, normalised } from "@/lib/changes/diff";
import { loadPicture, type Picture, planOf } from "@/lib/changes/picture";
import { groupWithheld, staysWithheld } from "@/lib/changes/withheld";
import type { Tx } from "@/lib/db/connection";
import { areaDevices, placements, rules, sites } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { brakeFor } from "@/lib/import/leavers";
import { countOutcomes, type MatchedRow } from "@/lib/import/match";
import type { Table } from "@/lib/import/parse";
import { openCodes } from "@/lib/staff/codes";
import { localDateOf } from "@/lib/time/zones";
import { loadCodeHashes, loadDirectory } from "./directory";
import { type DoorsPlan, doorsPlanOf } from "./door-plan";
import { officeZone } from "./office-zone";
import { overlay } from "./overlay";
import { peopleHash } from "./people-hash";
import type { House, Reading } from "./reading";
import type { ImportSettings } from "./settings";
import type { Reach } from "./within-sites";

/** Everything in the database that a file is compared with. Codes are opened only where the file brings some. */
export async function loadHouse(
  tx: Tx,
  actor: Actor,
  table: Table,
  settings: ImportSettings,
  now: Date,
): Promise<House> {
  const directory = await loadDirectory(tx);
  const pinColumn = settings.mapping.indexOf("pin");
  const hasPins = pinColumn >= 0 && table.rows.some((row) => (row.cells[pinColumn] ?? "").trim() !== "");
  const hashes = hasPins ? await loadCodeHashes(tx) : new Map<StaffId, string>();
  const pool = hasPins ? await openCodes(tx, now) : null;
  const hashCode = getSecrets().hashCode;
  return {
    directory,
    today: localDateOf(now.getTime(), await officeZone(tx)),
    isCurrentCode: (staffId, code) => hashes.get(staffId) === hashCode(code),
    isTakenCode: (code) => pool !== null && !pool.isFree(code),
    reach: await loadReach(tx, actor),
  };
}

async function loadReach(tx: Tx, { sites: mine }: Actor): Promise<Reach | null> {
  if (mine === "all") return null;
  const allowed = await tx
    .select({ deviceId: placements.deviceId })
    .from(placements)
    .where(inArray(placements.siteId, [...mine]));
  const led = await tx
    .selectDistinct({ teamId: rules.teamId, deviceId: areaDevices.deviceId })
    .from(rules)
    .innerJoin(areaDevices, eq(areaDevices.areaId, rules.areaId));
  const devicesOfTeam = new Map<TeamId, DeviceId[]>();
  for (const { teamId, deviceId } of led) {
    if (teamId) devicesOfTeam.set(teamId, [...(devicesOfTeam.get(teamId) ?? []), deviceId]);
  }
  return { allowed: new Set(allowed.map(({ deviceId }) => deviceId)), devicesOfTeam };
}

export interface DoorsPicture {
  readonly picture: Picture;
  readonly siteOf: ReadonlyMap<DeviceId, string>;
}

export async function loadDoorsPicture(tx: Tx): Promise<DoorsPicture> {
  const siteRows = await tx
    .select({ deviceId: placements.deviceId, name: sites.name })
    .from(placements)
    .innerJoin(sites, eq(sites.id, placements.siteId));
  return {
    picture: await loadPicture(tx, "all"),
    siteOf: new Map(siteRows.map((row) => [row.deviceId, row.name])),
  };
}

export interface ImportPlan {
  readonly counts: Readonly<Record<MatchedRow["outcome"] | "leavers", number>>;
  readonly doors: DoorsPlan;
  /** Doors that people of the file stay without, because it was withdrawn from them. */
  readonly withheld: readonly WithheldGroup[];
  /** Credentials that the people of the file have in the end, to know when all were read back. */
  readonly expected: number;
  /** The number to type before so many are removed, or null. */
  readonly brake: number | null;
  readonly fingerprint: string;
}

/** What the file would do, computed in memory with the planner that the worker uses. */
export function planImport(
  { matched, leavers }: Reading,
  house: House,
  { picture, siteOf }: DoorsPicture,
  requestsPerMinute: number,
  now: Date,
): ImportPlan {
  const { before, after } = overlay(picture, matched, leavers, getSecrets().hashCode);
  const planned = planOf(after, now.getTime());
  const was = planOf(before, now.getTime());
  const diff = diffOf(was.plan, planned.plan);
  const withheld = staysWithheld(
    { picture: before, compiled: was.compiled },
    { picture: after, compiled: planned.compiled },
  );
  const nameOf = new Map(after.model.staff.map((member) => [member.id, member.name]));
  const counts = { ...countOutcomes(matched), leavers: leavers.length };
  const active = house.directory.staff.filter(({ status }) => status === "active").length;
  return {
    counts,
    doors: doorsPlanOf(diff, after, siteOf, requestsPerMinute),
    withheld: groupWithheld(withheld, after, nameOf),
    expected: planned.compiled.credentials.length + planned.compiled.blocked.length,
    brake: brakeFor(counts.remove + counts.leavers, active),
    fingerprint: `${peopleHash(matched, leavers, house.directory)}-${fingerprintOf(normalised(diff, []))}`,
  };
}
