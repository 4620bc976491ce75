import type { Weekdays } from "@/lib/time/weekdays";

/** A door that has confirmed the code, with the times for which it holds there. */
export interface SheetDoor {
  readonly name: string;
  readonly site: string;
  /** As `weekTextOf` of week-text.ts says it, in the sheet's language. */
  readonly weekText: string;
  readonly days: Weekdays;
  readonly fromMinute: number;
  readonly untilMinute: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly timeZone: string;
}

/** All that one printed sheet says, and what it does not say yet. Days are local dates, "2026-11-23". */
export interface SheetContent {
  readonly serial: string;
  readonly language: "en" | "de";
  readonly company: string;
  readonly site: string | null;
  readonly name: string;
  readonly personnelNumber: string | null;
  /** Six digits. */
  readonly code: string;
  readonly doors: readonly SheetDoor[];
  /** Doors that have not shown the code yet; for the screen, never on paper. */
  readonly notConfirmed: readonly { readonly name: string; readonly why: string }[];
  readonly issuedOn: string;
  readonly issuedBy: string;
  readonly collectBy: string;
  /** Whom to call when the sheet was lost or seen by others. */
  readonly contact: string;
}

/** Doors with the same times, told once. */
export interface DoorGroup {
  readonly key: string;
  readonly doors: readonly { readonly name: string; readonly site: string | null }[];
  readonly window: Pick<SheetDoor, "days" | "fromMinute" | "untilMinute">;
  readonly weekText: string;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  /** Only where the sheet knows more than one: most people never meet a second zone. */
  readonly timeZone: string | null;
}

/** "583 946": read in two breaths. */
export function groupCode(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

/** The doors, those with the same times together, in the order in which they came; a site or zone only among several. */
export function groupDoors(doors: readonly SheetDoor[]): DoorGroup[] {
  const hasSites = new Set(doors.map(({ site }) => site)).size > 1;
  const hasZones = new Set(doors.map(({ timeZone }) => timeZone)).size > 1;
  const byTimes = Map.groupBy(doors, timesOf);
  return [...byTimes].flatMap(([key, same]) => {
    const [first] = same;
    if (!first) return [];
    const { days, fromMinute, untilMinute, weekText, firstDay, lastDay } = first;
    return {
      key,
      doors: same.map(({ name, site }) => ({ name, site: hasSites ? site : null })),
      window: { days, fromMinute, untilMinute },
      weekText,
      firstDay,
      lastDay,
      timeZone: hasZones ? first.timeZone : null,
    };
  });
}

function timesOf({ days, fromMinute, untilMinute, firstDay, lastDay, timeZone }: SheetDoor): string {
  return [days, fromMinute, untilMinute, firstDay, lastDay, timeZone].join("/");
}
