import type { useTranslations } from "next-intl";
import { type Difference, differencesOf, type Teller } from "@/lib/audit/differences";
import { whomOf } from "@/lib/audit/event-names";
import { type AuditEventType, auditEventTypes } from "@/lib/audit/events";
import type { TrailEvent } from "@/lib/audit/queries";

/** What happened, as a sentence; the name of a type that this release does not know is told as it is. */
export function eventSentence(
  { type, by, name, count }: Pick<TrailEvent, "type" | "by" | "name" | "count">,
  t: ReturnType<typeof useTranslations<"overview">>,
  itself: string,
): string {
  const known = auditEventTypes.find((candidate): candidate is AuditEventType => candidate === type);
  return known ? t(`event.${known}`, { who: by ?? itself, name, count, whom: whomOf(name) }) : type;
}

/** What an event changed from what to what; what was made or removed as a whole is told by its sentence. */
export function changesOf({ detail }: Pick<TrailEvent, "detail">, tell: Teller): Difference[] {
  return detail.before === undefined || detail.after === undefined ? [] : differencesOf(detail, tell).changed;
}

/** Of an export of a log: how many rows went out, where that is known, and by which filters. */
export function exportOf({ type, detail }: Pick<TrailEvent, "type" | "detail">) {
  const page = pagesOfExports.get(type);
  if (page === undefined || typeof detail.filters !== "string") return null;
  const count = typeof detail.count === "number" ? detail.count : null;
  return { count, isExact: detail.isExact !== false, filters: detail.filters, page };
}

const pagesOfExports: ReadonlyMap<string, string> = new Map([
  ["entries.exported", "/audit"],
  ["audit.exported", "/audit/admins"],
]);
