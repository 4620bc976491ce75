import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import type { OperationRow } from "@/lib/operations/queries";
import { isOpening } from "@/lib/operations/what";
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
          <Why row={row} words={wordsOf(row.outcome)} />
        </li>
      ))}
    </ol>
  );
}

function Why({ row, words }: { row: OperationRow; words: string | null }) {
  const t = useTranslations("operations");
  const { state, reason, message } = row;
  const parts = [
    state === "unknown" && t(isOpening(row.kind) ? "now.unknownOpening" : "now.unknownClosing"),
    state === "refused" && t("now.refused", { why: words ?? "" }),
    state === "unknown" && words && t("now.because", { why: words }),
    message && t("now.words", { message }),
  ].filter(Boolean);
  return (
    <>
      {reason && <p className="text-sm break-words text-muted">{t("last.reason", { reason })}</p>}
      {parts.length > 0 && <p className="mt-0.5 text-sm break-words text-muted">{parts.join(" ")}</p>}
    </>
  );
}
