import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { ChangeExample } from "@/lib/access/consequences";
import { intersection, subtract } from "@/lib/access/schedule";
import type { TimeWindow, WishField } from "@/lib/access/types";
import { formatDate } from "@/lib/time/format";
import { useScheduleText } from "./use-schedule-text";
import { WeekStrip } from "./week-strip";

/** A few of the changes in full: what one person gains and loses at one door, as a picture and in words. */
export function PreviewExamples({ examples }: { examples: readonly ChangeExample[] }) {
  const t = useTranslations("access");
  return (
    <div>
      <h3 className="mb-1.5 text-sm font-medium">{t("preview.examples")}</h3>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {examples.map((example) => (
          <Example key={example.id} example={example} />
        ))}
      </ul>
    </div>
  );
}

const tones = { create: "ok", update: "accent", remove: "danger" } as const;

function Example({ example }: { example: ChangeExample }) {
  const t = useTranslations("access");
  const scheduleText = useScheduleText();
  const before = listOf(example.before);
  const after = listOf(example.after);
  const textOf = (windows: TimeWindow[], isRemote: boolean) =>
    isRemote ? t("preview.remote", { times: scheduleText(windows) }) : scheduleText(windows);
  const was = textOf(before, example.remoteBefore);
  const becomes = textOf(after, example.remoteAfter);
  // The same words twice would say that nothing changes.
  const words =
    example.op === "update" && before.length > 0 && was !== becomes
      ? `${t("preview.before")}: ${was}; ${t("preview.after")}: ${becomes}`
      : example.op === "remove"
        ? was
        : becomes;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3 py-2">
      <span className="min-w-0 flex-1 basis-48">
        <span className="block truncate font-medium">{example.staffName}</span>
        <span className="block truncate text-sm text-muted">{example.doorName}</span>
      </span>
      <span className="flex flex-wrap gap-1.5">
        <Badge tone={tones[example.op]}>{t(`op.${example.op}`)}</Badge>
        <Badge>{t(`kind.${example.kind}`)}</Badge>
      </span>
      <span className="space-y-1">
        <WeekStrip
          windows={intersection(before, after)}
          gained={subtract(after, before)}
          lost={subtract(before, after)}
          label={words}
        />
        <span className="tnum block text-xs text-muted">
          <span aria-hidden="true">{words}</span>
          <Validity example={example} />
          {example.differs.filter(isTold).map((field) => (
            <span key={field} className="block">
              {t(`preview.new.${field}`)}
            </span>
          ))}
        </span>
      </span>
    </li>
  );
}

/** What neither the picture nor the words beside it show. */
function isTold(field: WishField): field is "code" | "name" {
  return field === "code" || field === "name";
}

function Validity({ example }: { example: ChangeExample }) {
  const t = useTranslations("access.preview");
  const locale = useLocale();
  const day = (instant: number) => formatDate(instant, locale, example.timeZone);
  const parts = [
    example.validFrom !== null && t("from", { day: day(example.validFrom) }),
    example.validUntil !== null && t("until", { day: day(example.validUntil) }),
  ].filter(Boolean);
  return parts.length > 0 ? <span className="block">{parts.join(" ")}</span> : null;
}

function listOf(window: TimeWindow | null): TimeWindow[] {
  return window ? [window] : [];
}
