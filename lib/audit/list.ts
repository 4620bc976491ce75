import { rangeOf, type TimePreset, type TimeRange, timePresets } from "@/lib/entries/range";
import { type AuditEventType, auditEventTypes } from "./events";

/** What an event is about: the part before the dot. */
export const eventSubjects = [...new Set(auditEventTypes.map((type) => subjectOf(type)))];
export type EventSubject = ReturnType<typeof subjectOf>;

export function subjectOf<Type extends AuditEventType>(type: Type) {
  return type.split(".")[0] as Type extends `${infer Subject}.${string}` ? Subject : never;
}

/** Whoever no person is: Postern itself. */
export const itself = "postern";

/** How the address of the trail is read (parseListState). `page` holds a cursor, see `placeOf`. */
export const trailList = {
  sortable: [] as readonly string[],
  defaultSort: "-at",
  filters: ["who", "subject", "about", "when", "from", "until"],
  hidden: [] as readonly string[],
  pageSize: 50,
};

/** What is looked for in the trail: within one member "one of these", between members "and". */
export interface TrailFilter {
  readonly range: TimeRange;
  /** Ids of admins, and `itself`. */
  readonly who: readonly string[];
  readonly types: readonly AuditEventType[];
  /** Ids of what the events are about. */
  readonly about: readonly string[];
  readonly q: string;
}

export interface TrailCursor {
  readonly direction: "older" | "newer";
  readonly id: number;
}

interface ListChoice {
  readonly q: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export function presetOf({ filters }: ListChoice): TimePreset | null {
  return timePresets.find((preset) => preset === filters.when?.[0]) ?? null;
}

/** What the address asks for, with everything that makes no sense left out. */
export function filterOf(list: ListChoice, clock: { now: number; timeZone: string }): TrailFilter {
  const asked = (id: string) => list.filters[id] ?? [];
  const typed = { from: asked("from")[0] ?? "", until: asked("until")[0] ?? "" };
  return {
    range: rangeOf(presetOf(list), typed, clock),
    who: asked("who"),
    types: auditEventTypes.filter((type) => asked("subject").includes(subjectOf(type))),
    about: asked("about"),
    q: list.q,
  };
}

/** `older.<id>`, `newer.<id>`; what is something else is the newest page. */
export function placeOf(page: unknown): TrailCursor | null {
  const [, direction, id] = /^(older|newer)\.(\d{1,15})$/.exec(typeof page === "string" ? page : "") ?? [];
  return direction === "older" || direction === "newer" ? { direction, id: Number(id) } : null;
}

export function placeText({ direction, id }: TrailCursor): string {
  return `${direction}.${id}`;
}
