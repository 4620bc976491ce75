import type { useTranslations } from "next-intl";
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
