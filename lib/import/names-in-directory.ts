import type { AreaId, DeviceId, ScheduleId, TeamId } from "@/lib/access/types";
import type { Directory, RuleTarget } from "./directory";
import type { ImportField } from "./fields";
import { fold } from "./fold";
import { nearNames } from "./near";
import type { Problem, ProblemCode } from "./problem";
import { error } from "./problem";

export type Found<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export interface NameLookup {
  readonly team: (text: string) => Found<TeamId>;
  readonly door: (text: string) => Found<RuleTarget>;
  readonly schedule: (text: string) => Found<ScheduleId>;
}

interface Entry<T> {
  readonly id: string;
  readonly name: string;
  readonly value: T;
}

// A file with more wrong names than this has the wrong column: comparing them all would only take long.
const MAX_SUGGESTIONS = 300;

/** Finds teams, doors, areas and schedules by id or name. Every distinct text is looked up once. */
export function lookupIn(directory: Directory): NameLookup {
  const aliasOf = singleDeviceAreas(directory);
  const areas = directory.areas.map(({ id, name }) => ({ id, name, value: { areaId: id } as RuleTarget }));
  const devices = directory.devices.map(({ id, name }) => ({
    id,
    name,
    value: { deviceId: id } as RuleTarget,
  }));
  return {
    team: finder(directory.teams.map(byId<TeamId>), "teams", "unknown_team", "ambiguous_team"),
    door: finder([...areas, ...devices], "areas", "unknown_area", "ambiguous_area", (target) =>
      targetKey(target, aliasOf),
    ),
    schedule: finder(
      directory.schedules.map(byId<ScheduleId>),
      "schedule",
      "unknown_schedule",
      "ambiguous_schedule",
    ),
  };
}

/** An area with exactly one device is that device, however it is written down. */
export function singleDeviceAreas(directory: Directory): ReadonlyMap<AreaId, DeviceId> {
  return new Map(
    directory.areas.flatMap(({ id, deviceIds }): [AreaId, DeviceId][] => {
      const [only, ...more] = deviceIds;
      return only && more.length === 0 ? [[id, only]] : [];
    }),
  );
}

export function targetKey(target: RuleTarget, aliasOf: ReadonlyMap<AreaId, DeviceId>): string {
  if ("deviceId" in target) return `device:${target.deviceId}`;
  const device = aliasOf.get(target.areaId);
  return device ? `device:${device}` : `area:${target.areaId}`;
}

function byId<Id extends string>({ id, name }: { id: Id; name: string }): Entry<Id> {
  return { id, name, value: id };
}

function finder<T>(
  entries: readonly Entry<T>[],
  field: ImportField,
  unknown: ProblemCode,
  ambiguous: ProblemCode,
  keyOf: (value: T) => string = String,
): (text: string) => Found<T> {
  const byText = new Map<string, Entry<T>[]>();
  const put = (key: string, entry: Entry<T>) => {
    const list = byText.get(key);
    if (!list) byText.set(key, [entry]);
    else if (!list.includes(entry)) list.push(entry);
  };
  for (const entry of entries) {
    put(`id:${entry.id}`, entry);
    put(`exact:${entry.name.trim()}`, entry);
    put(`folded:${fold(entry.name)}`, entry);
  }
  const known = new Map<string, Found<T>>();
  const names = entries.map(({ name }) => name);
  let unknowns = 0;
  const find = (text: string): Found<T> => {
    for (const key of [`id:${text}`, `exact:${text}`, `folded:${fold(text)}`]) {
      const [first, ...more] = byText.get(key) ?? [];
      if (!first) continue;
      const others = more.filter((entry) => keyOf(entry.value) !== keyOf(first.value));
      if (others.length === 0) return { ok: true, value: first.value };
      const ids = [first, ...more].map(({ id }) => id);
      return { ok: false, problem: error(field, ambiguous, { value: text, count: ids.length }, ids) };
    }
    const near = unknowns++ < MAX_SUGGESTIONS ? nearNames(text, names) : [];
    return { ok: false, problem: error(field, unknown, { value: text }, near) };
  };
  return (text) => {
    const found = known.get(text) ?? find(text);
    known.set(text, found);
    return found;
  };
}
