import "server-only";
import type { Instant, StaffId } from "@/lib/access/types";
import { type Actor, may } from "@/lib/auth/actor";
import { getSecrets } from "@/lib/db/secrets";
import { AppError } from "@/lib/errors";
import { pseudonymOf } from "./pseudonym";
import { findReveal } from "./reveals";
import { getPrivacySettings } from "./settings";

/*
 * Names in the door log. Who reads entries gets them through a view of names: while names are hidden it gives a
 * pseudonym for each person, and takes everything from a row that would lead back to the person.
 */

export interface NameView {
  readonly hidden: boolean;
  /** Names are hidden for others, and visible for this actor until then. */
  readonly until: Instant | null;
  /** What a person is called in the log: a pseudonym while names are hidden. */
  of(staffId: StaffId | null, name: string): string;
}

/** How this actor sees the names of entries now. Decided anew for each query, so that a reveal ends by itself. */
export async function nameViewOf(actor: Actor, now: Instant = Date.now()): Promise<NameView> {
  const { namesHidden } = await getPrivacySettings();
  if (!namesHidden) return open(null);
  const until = may(actor, "names:reveal") ? await findReveal(actor, now) : null;
  return until === null ? hidden : open(until);
}

function open(until: Instant | null): NameView {
  return { hidden: false, until, of: (_staffId, name) => name };
}

const hidden: NameView = {
  hidden: true,
  until: null,
  of: (staffId, name) =>
    name === "" && staffId === null ? "" : pseudonymOf(getSecrets().hashPerson(identityOf(staffId, name))),
};

/** A name is somebody else than a person of the same name whom we know; how it is written makes no difference. */
function identityOf(staffId: StaffId | null, name: string): string {
  return staffId === null ? `name ${name.trim().toLowerCase()}` : `staff ${staffId}`;
}

/** Who asks for entries by person, team or name would learn whose they are, whatever they are called in the answer. */
export function asksForPeople(filter: {
  readonly staffIds: readonly string[];
  readonly teamIds: readonly string[];
  readonly q: string;
}): boolean {
  return filter.staffIds.length > 0 || filter.teamIds.length > 0 || filter.q.trim() !== "";
}

/** Throws for such a question while names are hidden: leaving the condition out would answer another question. */
export async function assertNotByName(
  actor: Actor,
  filter: Parameters<typeof asksForPeople>[0],
): Promise<void> {
  if (asksForPeople(filter) && (await nameViewOf(actor)).hidden)
    throw new AppError("names_hidden", "entries were asked for by name while names are hidden");
}

/** What an entry tells of a person, in one place or another. */
export interface NamedFacts {
  readonly name: string;
  readonly staffId: StaffId | null;
  readonly person?: string | null;
  readonly staffName: string | null;
  readonly authId: string | null;
  readonly accountUserId?: number | null;
  /** The authorization is a bridge's or a keypad's: its name is no person's. */
  readonly isDevice: boolean;
}

/** The row as the view shows it. Authorizations lead to people just as names do, so they go with them. */
export function seenThrough<Row extends NamedFacts>(view: NameView, row: Row): Omit<Row, "isDevice"> {
  const { isDevice, ...entry } = row;
  if (!view.hidden || (isDevice && row.staffId === null)) return entry;
  const name = view.of(row.staffId, row.name || row.person || "");
  return {
    ...entry,
    name,
    staffId: null,
    staffName: null,
    authId: null,
    ...("person" in row ? { person: row.person === null ? null : name } : {}),
    ...("accountUserId" in row ? { accountUserId: null } : {}),
  };
}

/** When something of somebody was last used. The time would lead from the name to an entry, and from there to all others. */
export type UseTime = Date | "hidden" | null;

export function useThrough({ hidden }: Pick<NameView, "hidden">, at: Date | null): UseTime {
  return hidden && at !== null ? "hidden" : at;
}

/** Members of Nuki's row that are about the door and the event; everything else may lead to somebody. */
const harmless = new Set([
  ...["id", "smartlockId", "deviceType", "action", "trigger", "state", "source", "autoUnlock", "date"],
  ...["ajarTimeout", "openerLog"],
]);

/** Nuki's own row through the same view: members stay, what could name somebody is replaced. */
export function rawThrough(
  view: NameView,
  raw: Readonly<Record<string, unknown>> | null,
  name: string,
): Readonly<Record<string, unknown>> | null {
  if (!view.hidden || raw === null) return raw;
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => {
      if (key === "name") return [key, value === "" ? "" : name];
      return [key, harmless.has(key) || value === null ? value : blotted];
    }),
  );
}

const blotted = "***";
