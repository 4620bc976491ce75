import { codeProblem } from "@/lib/access/codes";
import type { LocalDate, ScheduleId, StaffId } from "@/lib/access/types";
import type { Directory } from "@/lib/import/directory";
import { findLeavers, type Leaver } from "@/lib/import/leavers";
import { type MatchedRow, matchRows } from "@/lib/import/match";
import type { Table } from "@/lib/import/parse";
import { type Ask, type ImportRow, readRows } from "@/lib/import/rows";
import type { ImportSettings } from "./settings";
import { leaversWithin, type Reach, withinSites } from "./within-sites";

/** What the house knows that a file is compared with. */
export interface House {
  readonly directory: Directory;
  readonly today: LocalDate;
  readonly isCurrentCode: (staffId: StaffId, code: string) => boolean;
  readonly isTakenCode: (code: string, staffId: StaffId | null) => boolean;
  /** What the person may decide about; null is everything. */
  readonly reach: Reach | null;
}

export interface Reading {
  readonly rows: readonly ImportRow[];
  readonly asks: readonly Ask[];
  readonly matched: readonly MatchedRow[];
  /** Whom a full list leaves out; empty unless the file is said to be one. */
  readonly leavers: readonly Leaver[];
}

/** A file's table as people: read, then compared with what exists. Pure. */
export function readFile(table: Table, settings: ImportSettings, house: House): Reading {
  const { rows, asks } = readRows(table, settings.mapping, {
    today: house.today,
    language: settings.language,
    dateOrder: settings.dateOrder,
    codeProblem,
  });
  const hours = settings.hoursScheduleId as ScheduleId | null;
  const { directory, reach } = house;
  const compared = matchRows(rows, directory, {
    defaultAccess: settings.access,
    hoursWhenBlank: hours ? { scheduleId: hours } : null,
    decisions: decisionsOf(settings),
    isCurrentCode: house.isCurrentCode,
    isTakenCode: house.isTakenCode,
  });
  const matched = reach ? withinSites(compared, directory, reach) : compared;
  const absent = settings.fullList ? findLeavers(matched, directory) : [];
  const leavers = reach ? leaversWithin(absent, directory, reach) : absent;
  return { rows, asks, matched, leavers };
}

function decisionsOf({ decisions }: ImportSettings): Map<number, { as: "new" } | { as: StaffId }> {
  return new Map(Object.entries(decisions).map(([line, as]) => [Number(line), { as: as as StaffId }]));
}
