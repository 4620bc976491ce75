import type { Instant } from "@/lib/access/types";
import { localDateTimeOf } from "@/lib/time/zones";
import { type Moment, momentOf } from "./answer";

export const parts = ["open", "other", "rule"] as const;
/** What of the answer is looked at: what opened, what was there and did not, what was wanted and not there. */
export type Part = (typeof parts)[number];

/** What an address asks of the past. */
export interface Question {
  readonly about: "door" | "person";
  readonly door: string;
  readonly person: string;
  /** A name that somebody typed, while it is not clear who is meant. */
  readonly q: string;
  /** Empty: now. */
  readonly date: string;
  readonly time: string;
  /** Of a time that the clock showed twice, the second one. */
  readonly second: boolean;
  readonly part: Part;
}

type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A bad address asks for something sensible, never for an error. */
export function questionOf(params: Params): Question {
  const one = (name: string) => {
    const value = params[name];
    return (typeof value === "string" ? value : (value?.[0] ?? "")).trim().slice(0, 200);
  };
  return {
    about: one("about") === "person" || (one("person") !== "" && one("door") === "") ? "person" : "door",
    door: one("door"),
    person: one("person"),
    q: one("q"),
    date: one("date"),
    time: one("time").slice(0, 5),
    second: one("second") === "1",
    part: parts.find((part) => part === one("part")) ?? "open",
  };
}

/** The moment that is meant on this clock; what is no time, or was not said, is now. What lies ahead has no past. */
export function momentAsked(
  { date, time, second }: Question,
  { now, timeZone }: { now: Instant; timeZone: string },
): Moment & { readonly isNow: boolean; readonly isAhead: boolean } {
  const typed = momentOf({ date, time: time === "" ? "00:00" : time, second }, timeZone);
  if (typed && typed.at <= now) return { ...typed, isNow: false, isAhead: false };
  const local = localDateTimeOf(now, timeZone);
  return { at: now, local, other: null, skipped: false, isNow: true, isAhead: typed !== null };
}

/** The address of a question with something else in it; what is not said is left out. */
export function addressOf(question: Question, change: Partial<Question> = {}): string {
  const { second, part, about, ...texts } = { ...question, ...change };
  const asked = {
    about,
    ...(about === "door" ? { door: texts.door } : { person: texts.person, q: texts.person ? "" : texts.q }),
    date: texts.date,
    time: texts.date ? texts.time : "",
    second: second && texts.date ? "1" : "",
    part: part === "open" ? "" : part,
  };
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ""));
  return `/audit/past?${query}`;
}
