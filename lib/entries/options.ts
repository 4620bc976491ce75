import "server-only";
import { inArray } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { listAreaOptions, listDoorOptions } from "@/lib/areas/queries";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { staff } from "@/lib/db/schema";
import { nameViewOf } from "@/lib/privacy/names";
import { uuidsOf } from "@/lib/rules/words";
import { listSites } from "@/lib/sites/queries";
import { findPeople, type PersonOption } from "@/lib/staff/find";
import { listTeamOptions } from "@/lib/staff/queries";
import type { EntryFilter } from "./list";

interface Option {
  readonly id: string;
  readonly name: string;
}

export interface EntryOptions {
  readonly sites: readonly Option[];
  readonly doors: readonly (Option & { readonly siteName: string })[];
  readonly areas: readonly Option[];
  readonly teams: readonly Option[];
  /** Only those who are asked for: the others are found by typing. */
  readonly people: readonly Option[];
  /** May entries be asked for by people and teams? */
  readonly byPerson: boolean;
}

/** What the door log can be filtered by. */
export async function getEntryOptions(actor: Actor, { staffIds }: EntryFilter): Promise<EntryOptions> {
  assertMay(actor, "entries:read");
  const ids = uuidsOf<StaffId>(staffIds);
  const byPerson = await mayAskByPerson(actor);
  const [sites, doors, areas, teams, people] = await Promise.all([
    listSites(actor),
    listDoorOptions(actor),
    listAreaOptions(actor),
    byPerson ? listTeamOptions(actor) : [],
    ids.length > 0 && byPerson
      ? getDb().select({ id: staff.id, name: staff.displayName }).from(staff).where(inArray(staff.id, ids))
      : [],
  ]);
  return { sites, doors, areas, teams, people, byPerson };
}

async function mayAskByPerson(actor: Actor): Promise<boolean> {
  return may(actor, "staff:read") && !(await nameViewOf(actor)).hidden;
}

/** People by a part of their name; also those who have left, since the log still tells of them. */
export async function findEntryPeople(actor: Actor, q: string): Promise<PersonOption[]> {
  assertMay(actor, "entries:read");
  if (q.trim() === "" || !(await mayAskByPerson(actor))) return [];
  return findPeople(actor, "entries:read", q, { leavers: true });
}
