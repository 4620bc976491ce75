import { asSingleWindow, windowKey } from "@/lib/access/schedule";
import type {
  AreaId,
  DeviceId,
  Rule,
  RuleId,
  ScheduleId,
  StaffId,
  StaffMember,
  TimeWindow,
} from "@/lib/access/types";
import type { Picture } from "@/lib/changes/picture";
import type { StaffValues, WantedRule } from "@/lib/import/directory";
import type { Leaver } from "@/lib/import/leavers";
import type { MatchedRow } from "@/lib/import/match";

/**
 * The picture before and after a file, without writing anything: both are cut to the people whom the file touches, so
 * that the plan over them is the one that the worker makes. People, areas and schedules that do not exist yet get
 * provisional ids, and people without a code a provisional hash, so that planning works. Pure.
 */
export function overlay(
  picture: Picture,
  rows: readonly MatchedRow[],
  leavers: readonly Leaver[],
  hashCode: (code: string) => string,
): { before: Picture; after: Picture } {
  const known = new Map(picture.model.staff.map((member) => [member.id, member]));
  const edits = new Map<StaffId, Edit>();
  for (const row of rows) {
    const edit = editOf(row, known, hashCode);
    if (edit) edits.set(edit.member.id, edit);
  }
  for (const { staffId } of leavers) {
    const member = known.get(staffId);
    if (member) edits.set(staffId, { member: { ...member, status: "removed" }, rules: [] });
  }
  const ids = [...edits.keys()];
  const scope = { staffIds: ids };
  const places = new Places(picture);
  const ruleRows = picture.model.rules.filter((rule) => {
    if (!("staffId" in rule.subject)) return true;
    const edit = edits.get(rule.subject.staffId);
    // A person whose own rules the file does not touch keeps them.
    return edit === undefined || edit.rules === null;
  });
  for (const [staffId, { rules }] of edits) {
    for (const [index, rule] of (rules ?? []).entries())
      ruleRows.push(places.toRule(staffId, rule, `new:${staffId}:${index}` as RuleId));
  }
  const staff = [...edits.values()].map(({ member }) => member);
  const wasStaff = ids.flatMap((id) => known.get(id) ?? []);
  return {
    before: { scope, observed: picture.observed, model: { ...picture.model, staff: wasStaff } },
    after: {
      scope,
      observed: picture.observed,
      model: {
        ...picture.model,
        staff: staff.filter((member) => member.status !== "removed"),
        rules: ruleRows,
        areas: places.areas,
        schedules: places.schedules,
      },
    },
  };
}

interface Edit {
  readonly member: StaffMember;
  /** The person's own rules afterwards; null leaves those that there are. */
  readonly rules: readonly WantedRule[] | null;
}

function editOf(
  row: MatchedRow,
  known: ReadonlyMap<StaffId, StaffMember>,
  hashCode: (code: string) => string,
): Edit | null {
  switch (row.outcome) {
    case "add": {
      const id = `new:${row.line}` as StaffId;
      return {
        member: memberOf(id, row.values, "active", codeOf(row, null, hashCode)),
        rules: row.values.rules,
      };
    }
    case "update": {
      const before = known.get(row.staffId) ?? null;
      const status = before?.status ?? "active";
      const member = memberOf(row.staffId, row.values, status, codeOf(row, before, hashCode));
      return { member, rules: row.values.rules };
    }
    case "suspend":
    case "remove": {
      const member = known.get(row.staffId);
      if (!member) return null;
      const status = row.outcome === "suspend" ? "suspended" : "removed";
      return { member: { ...member, status }, rules: status === "removed" ? [] : null };
    }
    case "unchanged":
    case "blocked":
      return null;
    default:
      return row satisfies never;
  }
}

function codeOf(
  row: { line: number; pin: string | null },
  before: StaffMember | null,
  hashCode: (code: string) => string,
): CodeOf {
  // A code that was typed takes the place of all before it.
  if (row.pin && hashCode(row.pin) !== before?.codeHash)
    return { codeHash: hashCode(row.pin), oldCode: null };
  return { codeHash: before?.codeHash ?? `new:${row.line}`, oldCode: before?.oldCode ?? null };
}

type CodeOf = Pick<StaffMember, "codeHash" | "oldCode">;

function memberOf(
  id: StaffId,
  values: StaffValues,
  status: StaffMember["status"],
  code: CodeOf,
): StaffMember {
  const { name, firstDay, lastDay, email, teamIds } = values;
  return { id, name, status, firstDay, lastDay, hasEmail: email !== null, ...code, teamIds };
}

/** Areas and schedules, with those that the import would make. */
class Places {
  readonly areas: Map<AreaId, readonly DeviceId[]>;
  readonly schedules: Map<ScheduleId, readonly TimeWindow[]>;
  private readonly areaOfDevice = new Map<DeviceId, AreaId>();
  private readonly scheduleOfWindow = new Map<string, ScheduleId>();

  constructor({ model }: Picture) {
    this.areas = new Map(model.areas);
    this.schedules = new Map(model.schedules);
    for (const [id, [only, ...more]] of model.areas) {
      if (only && more.length === 0) this.areaOfDevice.set(only, id);
    }
    for (const [id, windows] of model.schedules) {
      const window = asSingleWindow(windows);
      if (window) this.scheduleOfWindow.set(windowKey(window), id);
    }
  }

  toRule(staffId: StaffId, wanted: WantedRule, id: RuleId): Rule {
    const { target, hours, app, keypad, remote, firstDay, lastDay } = wanted;
    return {
      id,
      subject: { staffId },
      areaId: "areaId" in target ? this.knownArea(target.areaId) : this.areaOf(target.deviceId),
      scheduleId: "scheduleId" in hours ? hours.scheduleId : this.scheduleOf(hours.window),
      app,
      keypad,
      remote,
      firstDay,
      lastDay,
    };
  }

  /** An area without any device is not in the picture. */
  private knownArea(areaId: AreaId): AreaId {
    if (!this.areas.has(areaId)) this.areas.set(areaId, []);
    return areaId;
  }

  private areaOf(deviceId: DeviceId): AreaId {
    const known = this.areaOfDevice.get(deviceId);
    if (known) return known;
    const made = `new:${deviceId}` as AreaId;
    this.areas.set(made, [deviceId]);
    this.areaOfDevice.set(deviceId, made);
    return made;
  }

  private scheduleOf(window: TimeWindow): ScheduleId {
    const key = windowKey(window);
    const known = this.scheduleOfWindow.get(key);
    if (known) return known;
    const made = `new:${key}` as ScheduleId;
    this.schedules.set(made, [window]);
    this.scheduleOfWindow.set(key, made);
    return made;
  }
}
