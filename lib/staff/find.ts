import "server-only";
import { and, asc, type SQL, sql } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/permissions";
import { getDb } from "@/lib/db/connection";
import { staff } from "@/lib/db/schema";
import { matching } from "./search";

export interface PersonOption {
  readonly id: StaffId;
  readonly name: string;
  /** What tells two of the same name apart. */
  readonly detail: string;
}

interface Among {
  /** Also those who have left. */
  readonly leavers?: boolean;
  readonly where?: SQL;
  readonly most?: number;
}

/** The first people, by name, of whom a search reminds: who may be chosen where this permission is needed. */
export async function findPeople(
  actor: Actor,
  permission: Permission,
  q: string,
  { leavers = false, where, most = 8 }: Among = {},
): Promise<PersonOption[]> {
  assertMay(actor, permission);
  const isHere = leavers ? undefined : sql`${staff.status} <> 'removed'`;
  const rows = await getDb()
    .select({ id: staff.id, name: staff.displayName, email: staff.email, department: staff.department })
    .from(staff)
    .where(and(isHere, where, matching(q)))
    .orderBy(asc(sql`${staff.displayName} collate "und-x-icu"`), asc(staff.id))
    .limit(most);
  return rows.map(({ id, name, department, email }) => ({ id, name, detail: detailOf(department, email) }));
}

/** What tells a person from another one of the same name. */
export function detailOf(department: string, email: string | null): string {
  return [department, email ?? ""].filter((part) => part !== "").join(" · ");
}
