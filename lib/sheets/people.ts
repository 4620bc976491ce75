import "server-only";
import { and, eq, isNotNull, ne, sql } from "drizzle-orm";
import type { StaffId, TeamId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { importRows, rotationPeople, staff, staffTeams, teams } from "@/lib/db/schema";
import type { RotationId } from "@/lib/db/tables/codes";
import { uuidsOf } from "@/lib/rules/words";
import { listOpeningElsewhere } from "@/lib/staff/reach";
import { matching } from "@/lib/staff/search";
import { isLocalDate } from "@/lib/time/zones";
import { loadPrintFacts } from "./facts";
import { mostInAddress } from "./in-address";
import { type NotReady, type Readiness, readinessOf } from "./readiness";
import { mostSheets } from "./schema";

/** Whose sheets are meant: as an address says it. */
export interface People {
  readonly staff: readonly string[];
  readonly team: string;
  readonly import: string;
  readonly rotation: string;
  readonly starting: string;
  readonly q: string;
}

export interface Candidate {
  readonly staffId: StaffId;
  readonly name: string;
  readonly personnelNumber: string | null;
  readonly firstDay: string | null;
  /** "elsewhere": some of the person's doors lie at sites that are not the actor's. */
  readonly problem: NotReady | "elsewhere" | null;
  readonly confirmed: Readiness["confirmed"];
  readonly open: Readiness["open"];
  /** There is a sheet of the present code already: another one is a reprint. */
  readonly sheet: { readonly serial: string; readonly issuedAt: Date } | null;
}

export interface Candidates {
  /** Null: nobody was asked for yet. */
  readonly by: "staff" | "team" | "import" | "rotation" | "starting" | "q" | null;
  readonly teamName: string | null;
  readonly rows: readonly Candidate[];
  readonly total: number;
}

/** Who is meant and what can be printed for them, whoever can be printed now first. */
export async function listCandidates(actor: Actor, people: People, now: Date): Promise<Candidates> {
  assertMay(actor, "codes:print");
  const { by, ids } = await idsOf(people);
  const facts = await loadPrintFacts(getDb(), ids);
  const present = facts.filter(({ status }) => status !== "removed");
  const elsewhere = await listOpeningElsewhere(
    getDb(),
    actor,
    present.map(({ staffId }) => staffId),
  );
  const all = present.map(({ staffId, name, personnelNumber, firstDay, sheet, ...rest }): Candidate => {
    const person = { staffId, name, personnelNumber, firstDay };
    // What somebody has at other sites is nobody's business here.
    if (elsewhere.has(staffId))
      return { ...person, problem: "elsewhere", confirmed: [], open: [], sheet: null };
    return { ...person, ...readinessOf(rest, now.getTime()), sheet };
  });
  const rows = all
    .map((row, index) => ({ row, index }))
    .sort((a, b) => rankOf(a.row) - rankOf(b.row) || a.index - b.index)
    .map(({ row }) => row);
  return {
    by,
    teamName: by === "team" ? await teamNameOf(people.team) : null,
    rows: rows.slice(0, mostSheets),
    total: rows.length,
  };
}

/** Whoever can be printed now, then who waits for doors, then who has a sheet. */
function rankOf({ problem, sheet }: Candidate): number {
  if (sheet !== null) return 2;
  return problem === null ? 0 : 1;
}

async function idsOf(people: People): Promise<{ by: Candidates["by"]; ids: StaffId[] }> {
  const db = getDb();
  const named = uuidsOf<StaffId>(people.staff).slice(0, mostInAddress);
  if (named.length > 0) return { by: "staff", ids: named };
  const [teamId] = uuidsOf<TeamId>([people.team]);
  if (teamId) {
    const rows = await db
      .select({ id: staffTeams.staffId })
      .from(staffTeams)
      .where(eq(staffTeams.teamId, teamId));
    return { by: "team", ids: rows.map(({ id }) => id) };
  }
  const [importId] = uuidsOf([people.import]);
  if (importId) {
    const rows = await db
      .selectDistinct({ id: sql<StaffId>`${importRows.staffId}` })
      .from(importRows)
      .where(and(eq(importRows.importId, importId), isNotNull(importRows.staffId)));
    return { by: "import", ids: rows.map(({ id }) => id) };
  }
  const [rotationId] = uuidsOf<RotationId>([people.rotation]);
  if (rotationId) {
    const rows = await db
      .select({ id: rotationPeople.staffId })
      .from(rotationPeople)
      .where(and(eq(rotationPeople.rotationId, rotationId), isNotNull(rotationPeople.newCodeId)));
    return { by: "rotation", ids: rows.map(({ id }) => id) };
  }
  if (isLocalDate(people.starting)) {
    const rows = await db
      .select({ id: staff.id })
      .from(staff)
      .where(and(eq(staff.firstDay, people.starting), ne(staff.status, "removed")));
    return { by: "starting", ids: rows.map(({ id }) => id) };
  }
  if (people.q.trim() === "") return { by: null, ids: [] };
  const rows = await db
    .select({ id: staff.id })
    .from(staff)
    .where(and(ne(staff.status, "removed"), matching(people.q)))
    .orderBy(sql`${staff.displayName} collate "und-x-icu"`, staff.id)
    .limit(50);
  return { by: "q", ids: rows.map(({ id }) => id) };
}

async function teamNameOf(teamId: string): Promise<string | null> {
  const [team] = await getDb()
    .select({ name: teams.name })
    .from(teams)
    .where(eq(teams.id, teamId as TeamId));
  return team?.name ?? null;
}
