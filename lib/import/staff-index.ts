import type { StaffId } from "@/lib/access/types";
import type { ExistingStaff } from "./directory";
import { fold } from "./fold";

export interface StaffIndex {
  readonly byId: (id: StaffId) => ExistingStaff | null;
  readonly byExternalId: (externalId: string) => ExistingStaff | null;
  readonly byEmail: (email: string) => ExistingStaff | null;
  /** By an all-digit id without regard to leading zeros. */
  readonly byNumber: (externalId: string) => ExistingStaff | null;
  readonly byName: (name: string) => readonly ExistingStaff[];
}

const NOBODY: readonly ExistingStaff[] = [];

/** The people who exist, by each of the keys that a row may have. */
export function staffIndex(staff: readonly ExistingStaff[]): StaffIndex {
  const ids = new Map<string, ExistingStaff>();
  const externalIds = new Map<string, ExistingStaff>();
  const emails = new Map<string, ExistingStaff>();
  const numbers = new Map<string, ExistingStaff>();
  const names = new Map<string, ExistingStaff[]>();
  // A former member's address or number may have been given to somebody new: whoever is here wins.
  const removedFirst = [...staff].sort(
    (a, b) => Number(b.status === "removed") - Number(a.status === "removed"),
  );
  for (const member of removedFirst) {
    ids.set(member.id, member);
    if (member.externalId) externalIds.set(member.externalId, member);
    if (member.email) emails.set(member.email.toLowerCase(), member);
    const number = numberOf(member.externalId ?? "");
    if (number) numbers.set(number, member);
    if (member.status === "removed") continue;
    const name = fold(member.name);
    const namesakes = names.get(name);
    if (namesakes) namesakes.push(member);
    else names.set(name, [member]);
  }
  return {
    byId: (id) => ids.get(id) ?? null,
    byExternalId: (externalId) => externalIds.get(externalId) ?? null,
    byEmail: (email) => emails.get(email) ?? null,
    byNumber: (externalId) => (numbers.size > 0 ? (numbers.get(numberOf(externalId) ?? "") ?? null) : null),
    byName: (name) => (names.size > 0 ? (names.get(fold(name)) ?? NOBODY) : NOBODY),
  };
}

function numberOf(externalId: string): string | null {
  return /^\d+$/.test(externalId) ? externalId.replace(/^0+/, "") : null;
}
