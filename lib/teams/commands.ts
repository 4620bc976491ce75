import "server-only";
import { and, eq, inArray, ne } from "drizzle-orm";
import type { Preview } from "@/lib/access/consequences";
import type { StaffId, TeamId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { commitEdit, type Edit, previewEdit } from "@/lib/changes/edit";
import { isUniqueViolation, type Tx } from "@/lib/db/connection";
import { rules, staff, staffTeams, teams } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { staysWithinSites } from "@/lib/staff/reach";
import type { MembershipInput } from "./schema";

/** Makes an empty team; without members and rules it changes nothing at any door. */
export async function createTeam(actor: Actor, name: string): Promise<Result<{ teamId: TeamId }>> {
  assertMay(actor, "teams:write");
  return commitEdit(
    actor,
    async (tx) => {
      const made = await namingDuplicates(async () => {
        const [row] = await tx.insert(teams).values({ name }).returning({ teamId: teams.id });
        if (!row) throw new Error("an insert returned no row");
        return ok(row);
      });
      if (!made.ok) return made;
      const { teamId } = made.value;
      const audit = [{ type: "team.created" as const, subjectId: teamId, detail: { after: { name } } }];
      return ok({ value: { teamId }, touches: [], audit });
    },
    null,
  );
}

/** A team's name is ours alone: no door knows it, so there is nothing to preview. */
export async function renameTeam(actor: Actor, teamId: TeamId, name: string): Promise<Result<null>> {
  assertMay(actor, "teams:write");
  return commitEdit(
    actor,
    async (tx) => {
      const before = await lockTeam(tx, teamId);
      if (!before) return refuse("not_found");
      if (before.name === name) return ok({ value: null, touches: [], audit: [] });
      const renamed = await namingDuplicates(async () => {
        await tx.update(teams).set({ name }).where(eq(teams.id, teamId));
        return ok(null);
      });
      if (!renamed.ok) return renamed;
      const detail = { before: { name: before.name }, after: { name } };
      return ok({
        value: null,
        touches: [],
        audit: [{ type: "team.updated" as const, subjectId: teamId, detail }],
      });
    },
    null,
  );
}

export async function previewRemoveTeam(actor: Actor, teamId: TeamId): Promise<Result<Preview>> {
  assertMay(actor, "teams:write");
  return previewEdit(actor, removal(actor, teamId));
}

/** Removes a team with its rules; members lose what only these rules gave them. */
export async function removeTeam(actor: Actor, teamId: TeamId, seen: string): Promise<Result<null>> {
  assertMay(actor, "teams:write");
  return commitEdit(actor, removal(actor, teamId), seen);
}

export async function previewAddMembers(actor: Actor, input: MembershipInput): Promise<Result<Preview>> {
  assertMay(actor, "teams:write");
  return previewEdit(actor, addition(actor, input));
}

/** Takes people into a team; says how many were not in it before. */
export async function addMembers(
  actor: Actor,
  input: MembershipInput,
  seen: string,
): Promise<Result<{ count: number }>> {
  assertMay(actor, "teams:write");
  return commitEdit(actor, addition(actor, input), seen);
}

export async function previewTakeOutMembers(actor: Actor, input: MembershipInput): Promise<Result<Preview>> {
  assertMay(actor, "teams:write");
  return previewEdit(actor, takingOut(actor, input));
}

export async function takeOutMembers(
  actor: Actor,
  input: MembershipInput,
  seen: string,
): Promise<Result<{ count: number }>> {
  assertMay(actor, "teams:write");
  return commitEdit(actor, takingOut(actor, input), seen);
}

function removal(actor: Actor, teamId: TeamId): Edit<null> {
  return async (tx) => {
    const team = await lockTeam(tx, teamId);
    if (!team) return refuse("not_found");
    if (!(await staysWithinSites(tx, actor, { teamIds: [teamId] }))) return refuse("forbidden");
    const members = await tx
      .select({ id: staffTeams.staffId })
      .from(staffTeams)
      .where(eq(staffTeams.teamId, teamId));
    const ruleCount = await tx.$count(rules, eq(rules.teamId, teamId));
    // Members and rules go by the foreign keys.
    await tx.delete(teams).where(eq(teams.id, teamId));
    const before = { name: team.name, members: members.length, rules: ruleCount };
    return ok({
      value: null,
      touches: members.map((member) => member.id),
      audit: [{ type: "team.removed", subjectId: teamId, detail: { before } }],
    });
  };
}

function addition(actor: Actor, { teamId, staffIds }: MembershipInput): Edit<{ count: number }> {
  return async (tx) => {
    const team = await lockTeam(tx, teamId);
    if (!team) return refuse("not_found");
    if (!(await staysWithinSites(tx, actor, { teamIds: [teamId] }))) return refuse("forbidden");
    const present = await tx
      .select({ id: staff.id })
      .from(staff)
      .where(and(inArray(staff.id, staffIds), ne(staff.status, "removed")));
    if (present.length === 0) return refuse("not_found");
    const added = await tx
      .insert(staffTeams)
      .values(present.map(({ id }) => ({ staffId: id, teamId })))
      .onConflictDoNothing()
      .returning({ staffId: staffTeams.staffId });
    return ok(await membership(tx, teamId, team.name, added, "added"));
  };
}

function takingOut(actor: Actor, { teamId, staffIds }: MembershipInput): Edit<{ count: number }> {
  return async (tx) => {
    const team = await lockTeam(tx, teamId);
    if (!team) return refuse("not_found");
    if (!(await staysWithinSites(tx, actor, { teamIds: [teamId] }))) return refuse("forbidden");
    const taken = await tx
      .delete(staffTeams)
      .where(and(eq(staffTeams.teamId, teamId), inArray(staffTeams.staffId, staffIds)))
      .returning({ staffId: staffTeams.staffId });
    return ok(await membership(tx, teamId, team.name, taken, "takenOut"));
  };
}

/** The team's event names the people, and each person's own history names the team. */
async function membership(
  tx: Tx,
  teamId: TeamId,
  teamName: string,
  moved: readonly { staffId: StaffId }[],
  verb: "added" | "takenOut",
) {
  const ids = moved.map(({ staffId }) => staffId);
  const people = await tx
    .select({ id: staff.id, name: staff.displayName })
    .from(staff)
    .where(inArray(staff.id, ids));
  const before = verb === "takenOut" ? { teams: [teamName] } : { teams: [] };
  const after = verb === "added" ? { teams: [teamName] } : { teams: [] };
  const team = {
    type: "team.updated" as const,
    subjectId: teamId,
    detail: { name: teamName, [verb]: people.map(({ id, name }) => ({ id, name })) },
  };
  const own = ids.map((id) => ({ type: "staff.updated" as const, subjectId: id, detail: { before, after } }));
  return { value: { count: ids.length }, touches: ids, audit: ids.length > 0 ? [team, ...own] : [] };
}

/** Holds the row, so that a team cannot vanish while people are put into it. */
async function lockTeam(tx: Tx, teamId: TeamId): Promise<{ name: string } | null> {
  const [row] = await tx.select({ name: teams.name }).from(teams).where(eq(teams.id, teamId)).for("update");
  return row ?? null;
}

async function namingDuplicates<T>(write: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error, "teams_name_unique")) return refuse("duplicate_name", { field: "name" });
    throw error;
  }
}
