import "server-only";
import { inArray } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { listAreaOptions, listDoorOptions } from "@/lib/areas/queries";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { staff } from "@/lib/db/schema";
import { uuidsOf } from "@/lib/rules/words";
import { listTeamOptions } from "@/lib/staff/queries";
import type { EntryFilter } from "./list";

interface Option {
  readonly id: string;
  readonly name: string;
}

export interface EntryOptions {
  readonly doors: readonly Option[];
  readonly areas: readonly Option[];
  readonly teams: readonly Option[];
  /** Only those who are asked for: an office has too many to choose from. */
  readonly people: readonly Option[];
}

/** What the door log can be filtered by. */
export async function getEntryOptions(actor: Actor, { staffIds }: EntryFilter): Promise<EntryOptions> {
  assertMay(actor, "entries:read");
  const ids = uuidsOf<StaffId>(staffIds);
  const [doors, areas, teams, people] = await Promise.all([
    listDoorOptions(actor),
    listAreaOptions(actor),
    may(actor, "staff:read") ? listTeamOptions(actor) : [],
    ids.length > 0 && may(actor, "staff:read")
      ? getDb().select({ id: staff.id, name: staff.displayName }).from(staff).where(inArray(staff.id, ids))
      : [],
  ]);
  return { doors, areas, teams, people };
}
