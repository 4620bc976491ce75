import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import type { OperationRow } from "@/lib/operations/queries";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import { stateLooks, useOutcomeWords } from "./outcome-words";
import { kindIcons } from "./press-target";

/** The last presses at a door and how each ended, newest first. */
export function LastPresses({
  operations,
  now,
  timeZone,
}: {
  operations: readonly OperationRow[];
  now: number;
  timeZone: string;
}) {
  const t = useTranslations("operations");
  const locale = useLocale();
  const wordsOf = useOutcomeWords();
  if (operations.length === 0) return <p className="text-muted">{t("last.none")}</p>;
  return (
    <ol className="divide-y divide-line">
      {operations.map((row) => (
        <li key={row.id} className="py-2 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="inline-flex items-center gap-2 font-medium">
              <Icon name={kindIcons[row.kind]} className="text-muted" />
              {t(`kind.${row.kind}`)}
            </span>
            <Badge {...stateLooks[row.state]}>{t(`state.${row.state}`)}</Badge>
            <span className="text-sm text-muted">
              {t("last.by", { name: row.by })},{" "}
              <Time
                instant={row.requestedAt}
                text={formatRelative(Math.min(row.requestedAt, now), now, locale)}
                exact={formatDateTime(row.requestedAt, locale, timeZone)}
              />
            </span>
          </div>
          {row.reason && (
            <p className="text-sm break-words text-muted">{t("last.reason", { reason: row.reason })}</p>
          )}
          {/* Done says all; the others have something to explain. */}
          {row.state !== "done" && (
            <p className="mt-0.5 text-sm break-words text-muted">{wordsOf(row).join(" ")}</p>
          )}
        </li>
      ))}
    </ol>
  );
}
