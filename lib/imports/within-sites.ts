import type { DeviceId, TeamId } from "@/lib/access/types";
import type { Directory, ExistingStaff, StaffValues, WantedRule } from "@/lib/import/directory";
import type { Leaver } from "@/lib/import/leavers";
import type { MatchedRow } from "@/lib/import/match";
import { error } from "@/lib/import/problem";

/** Doors that somebody may decide about, and where each team leads. */
export interface Reach {
  readonly allowed: ReadonlySet<DeviceId>;
  readonly devicesOfTeam: ReadonlyMap<TeamId, readonly DeviceId[]>;
}

/**
 * Blocks what touches doors at other sites: a role at one site must not hand out, or take away, access at another
 * (domain.md, rule 12). Pure.
 */
export function withinSites(rows: readonly MatchedRow[], directory: Directory, reach: Reach): MatchedRow[] {
  const known = new Map(directory.staff.map((member) => [member.id, member]));
  const devicesOf = deviceFinder(directory, reach);
  return rows.map((row) => {
    const staffId = "staffId" in row ? row.staffId : null;
    const before = staffId ? (known.get(staffId) ?? null) : null;
    if (touched(row, before, devicesOf).every((device) => reach.allowed.has(device))) return row;
    const problems = [...row.problems, error(null, "outside_sites")];
    return { line: row.line, name: row.name, problems, outcome: "blocked", staffId };
  });
}

/** Of those whom a full list leaves out, the ones whose doors all lie within reach. */
export function leaversWithin(leavers: readonly Leaver[], directory: Directory, reach: Reach): Leaver[] {
  const known = new Map(directory.staff.map((member) => [member.id, member]));
  const devicesOf = deviceFinder(directory, reach);
  return leavers.filter(({ staffId }) => {
    const member = known.get(staffId);
    return member !== undefined && devicesOf(member).every((device) => reach.allowed.has(device));
  });
}

type FindDevices = (of: Partial<Pick<StaffValues, "rules" | "teamIds">>) => DeviceId[];

function deviceFinder({ areas }: Directory, { devicesOfTeam }: Reach): FindDevices {
  const devicesOfArea = new Map(areas.map(({ id, deviceIds }) => [id, deviceIds]));
  const ofRule = ({ target }: WantedRule) =>
    "deviceId" in target ? [target.deviceId] : (devicesOfArea.get(target.areaId) ?? []);
  return ({ rules = [], teamIds = [] }) => [
    ...rules.flatMap(ofRule),
    ...teamIds.flatMap((teamId) => devicesOfTeam.get(teamId) ?? []),
  ];
}

/** What matters at every door of a person; a corrected name or note does not. */
const everywhere = new Set(["valid_from", "valid_until", "status", "pin", "email"]);

function touched(row: MatchedRow, before: ExistingStaff | null, devicesOf: FindDevices): DeviceId[] {
  switch (row.outcome) {
    case "add":
      return devicesOf(row.values);
    case "suspend":
    case "remove":
      return before ? devicesOf(before) : [];
    case "update": {
      if (row.changes.some(({ field }) => everywhere.has(field))) {
        return [...(before ? devicesOf(before) : []), ...devicesOf(row.values)];
      }
      return row.changes.flatMap((change) => {
        if (change.field === "access") return devicesOf({ rules: [...change.from, ...change.to] });
        if (change.field !== "teams") return [];
        const moved = new Set(change.from).symmetricDifference(new Set(change.to));
        return devicesOf({ teamIds: [...moved] });
      });
    }
    case "unchanged":
    case "blocked":
      return [];
    default:
      return row satisfies never;
  }
}
