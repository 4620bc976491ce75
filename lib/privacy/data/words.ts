import "server-only";
import { createTranslator } from "next-intl";
import type { TimeWindow } from "@/lib/access/types";
import { eventNames, whomOf } from "@/lib/audit/event-names";
import { type AuditEventType, auditEventTypes } from "@/lib/audit/events";
import { type EntryFacts, entryKeyOf } from "@/lib/entries/words";
import { messages } from "@/lib/i18n/dictionaries";
import type { Messages } from "@/lib/i18n/messages/en";
import {
  formatDateTime,
  formatLocalDate,
  formatMinutes,
  formatWeekdays,
  formatZone,
  type TimeLocale,
} from "@/lib/time/format";
import { isLocalDate } from "@/lib/time/zones";
import type { ColumnId, SectionId } from "./section";

/** What the file says, in the language that was chosen for it, with times by the clock of the office. */
export type DataWords = ReturnType<typeof dataWords>;

export function dataWords(locale: TimeLocale, timeZone: string) {
  const all = messages[locale];
  const t = createTranslator({ locale, messages: all, namespace: "privacy.data" });
  const tEntry = createTranslator({ locale, messages: all, namespace: "devices.entry" });
  const tEvent = createTranslator({ locale, messages: all, namespace: "overview.event" });
  const known = spokenIn(all);

  const moment = (at: Date) =>
    `${formatDateTime(at.getTime(), locale, timeZone)} ${formatZone(at.getTime(), locale, timeZone)}`;
  const window = ({ days, fromMinute, untilMinute }: TimeWindow) =>
    `${formatWeekdays(days, locale)} ${formatMinutes(fromMinute, untilMinute)}`;

  const value = (column: ColumnId, text: string) => known[column]?.[text] ?? text;

  function cell(column: ColumnId, content: unknown): string {
    if (content === null || content === undefined || content === "") return "–";
    if (content instanceof Date) return moment(content);
    if (typeof content === "boolean") return t(content ? "yes" : "no");
    if (typeof content === "string")
      return isLocalDate(content) ? formatLocalDate(content, locale) : value(column, content);
    if (Array.isArray(content)) return content.map((one) => cell(column, one)).join("; ");
    if (isWindow(content)) return window(content);
    return typeof content === "object" ? JSON.stringify(content) : String(content);
  }

  return {
    locale,
    moment,
    cell,
    section: (id: SectionId) => t(`section.${id}`),
    column: (id: ColumnId) => t(`column.${id}`),
    title: (name: string) => t("title", { name }),
    made: (at: Date, by: string) => t("made", { at: moment(at), by }),
    zone: () => t("zone", { zone: timeZone }),
    nothing: () => t("nothing"),
    reason: (text: string) => t("reason", { text }),
    notes: () => [t("noteCodes"), t("noteOthers"), t("noteTrail"), t("noteDeleted")],
    /** What happened at a door. */
    entry(facts: EntryFacts): { what: string; way: string | null; result: string | null } {
      const { key, way, result, params } = entryKeyOf(facts);
      return {
        what: tEntry(key, params),
        way: way && tEntry(way, params),
        result: result && tEntry(result, params),
      };
    },
    /** What somebody did here, as the trail tells it. */
    event(type: string, by: string | null, name: string, detail: Readonly<Record<string, unknown>>): string {
      const known = auditEventTypes.find((candidate): candidate is AuditEventType => candidate === type);
      const { count } = eventNames(detail);
      return known ? tEvent(known, { who: by ?? "Postern", name, count, whom: whomOf(name) }) : type;
    },
  };
}

/** Columns that hold words of ours, never what somebody typed; a word that is not known is told as it is. */
function spokenIn({ privacy, staff, access, rotations }: Messages) {
  const { value } = privacy.data;
  const words: Partial<Record<ColumnId, Readonly<Record<string, string>>>> = {
    kind: { ...staff.kind, ...access.kind },
    status: staff.status,
    language: staff.language,
    state: { ...value, ...access.changeState, ...access.state },
    op: access.op,
    why: rotations.reason,
    mode: rotations.mode,
    ...{ part: value, take: value, origin: value, role: value, answer: value },
    ...{ decision: value, reduce: value },
  };
  return words;
}

function isWindow(content: unknown): content is TimeWindow {
  if (typeof content !== "object" || content === null) return false;
  const { days, fromMinute, untilMinute } = content as Partial<Record<keyof TimeWindow, unknown>>;
  return [days, fromMinute, untilMinute].every((part) => typeof part === "number");
}
