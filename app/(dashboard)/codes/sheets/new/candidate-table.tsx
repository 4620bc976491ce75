"use client";

import { useLocale, useTranslations } from "next-intl";
import { ReasonText } from "@/components/access/reason-text";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { PageLink } from "@/components/ui/page-link";
import type { Candidate } from "@/lib/sheets/people";
import { formatDate, formatLocalDate } from "@/lib/time/format";

interface Props {
  label: string;
  rows: readonly Candidate[];
  timeZone: string;
  isTicked: (row: Candidate) => boolean;
  mayTick: (row: Candidate) => boolean;
  onTick: (staffIds: readonly string[], on: boolean) => void;
}

/** Each person, what can be printed, and door by door what not yet and why. */
export function CandidateTable({ label, rows, timeZone, isTicked, mayTick, onTick }: Props) {
  const t = useTranslations("sheets.issue");
  const open = rows.filter((row) => mayTick(row) && row.sheet === null).map((row) => row.staffId);
  return (
    <>
      {open.length > 1 && (
        <div className="flex flex-wrap gap-2 border-b border-line px-4 py-2">
          <Button size="sm" onClick={() => onTick(open, true)}>
            {t("all")}
          </Button>
          <Button
            size="sm"
            variant="ghost"
            onClick={() =>
              onTick(
                rows.map((row) => row.staffId),
                false,
              )
            }
          >
            {t("none")}
          </Button>
        </div>
      )}
      <SimpleTable
        label={label}
        rows={rows}
        rowId={(row) => row.staffId}
        columns={[
          {
            id: "person",
            header: t("column.person"),
            width: "14rem",
            cell: (row) => (
              <Checkbox
                className="py-1"
                label={<span className="font-medium break-words">{row.name}</span>}
                hint={<Facts row={row} />}
                checked={isTicked(row)}
                disabled={!mayTick(row)}
                onChange={(event) => onTick([row.staffId], event.target.checked)}
              />
            ),
          },
          {
            id: "ready",
            header: t("column.ready"),
            phone: "main",
            cell: (row) => <Ready row={row} timeZone={timeZone} />,
          },
          { id: "doors", header: t("column.doors"), cell: (row) => <Doors row={row} /> },
        ]}
      />
    </>
  );
}

function Facts({ row: { personnelNumber, firstDay } }: { row: Candidate }) {
  const t = useTranslations("sheets.issue");
  const locale = useLocale();
  const starts = firstDay ? t("starts", { day: formatLocalDate(firstDay, locale) }) : null;
  return [personnelNumber, starts].filter(Boolean).join(", ");
}

function Ready({ row: { staffId, problem, sheet }, timeZone }: { row: Candidate; timeZone: string }) {
  const t = useTranslations("sheets.issue");
  const locale = useLocale();
  return (
    <div className="space-y-1 py-1">
      {problem === null ? (
        <Badge tone="ok" icon="circle-check">
          {t("ready")}
        </Badge>
      ) : (
        <Badge tone={problem === "not_confirmed" ? "warn" : "neutral"} icon="hourglass">
          {t(`problem.${problem}`)}
        </Badge>
      )}
      {problem === "no_code" && (
        <PageLink href={`/staff/${staffId}`} className="block text-sm text-accent hover:underline">
          {t("giveCode")}
        </PageLink>
      )}
      {sheet && (
        <PageLink
          href={`/codes/sheets/${sheet.serial}`}
          className="tnum block text-sm text-muted hover:underline"
        >
          {t("hasSheet", {
            serial: sheet.serial,
            day: formatDate(sheet.issuedAt.getTime(), locale, timeZone),
          })}
        </PageLink>
      )}
    </div>
  );
}

function Doors({ row: { confirmed, open } }: { row: Candidate }) {
  const t = useTranslations("sheets.issue");
  const tState = useTranslations("access.state");
  if (confirmed.length + open.length === 0) return null;
  return (
    <ul className="space-y-0.5 py-1 text-sm">
      {confirmed.length > 0 && (
        <li>
          <span className="sr-only">{t("confirmed")} </span>
          {confirmed.map(({ name }) => name).join(", ")}
        </li>
      )}
      {open.map(({ deviceId, name, state, reason, timeZone }) => (
        <li key={deviceId} className="text-muted">
          {name}: {t("notYet")} ({tState(state)}
          {reason && (
            <>
              {", "}
              <ReasonText reason={reason} timeZone={timeZone} />
            </>
          )}
          )
        </li>
      ))}
    </ul>
  );
}
