import { useLocale, useTranslations } from "next-intl";
import { MaskedCode } from "@/components/access/masked-code";
import { StateBadge } from "@/components/access/state-badge";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import type { AccessKind, StaffId, WithdrawnPart } from "@/lib/access/types";
import type { CredentialRow } from "@/lib/staff/queries";
import { formatDate, formatDateTime, formatRelative } from "@/lib/time/format";
import { weekdays } from "@/lib/time/weekdays";
import type { WithdrawalRow } from "@/lib/withdrawals/queries";
import { WithdrawButton } from "../../withdrawals/withdraw-button";
import { WithdrawnNote, withdrawalOf } from "../../withdrawals/withdrawn-note";
import { WindowChoice } from "./window-choice";

/** A person's ways in, door by door, each with its three truths: wanted, on Nuki, proven at the door. */
export function CredentialsTable({
  rows,
  staffId,
  name,
  now,
  mayChoose,
  withdrawn,
  mayWithdraw,
}: {
  rows: readonly CredentialRow[];
  staffId: StaffId;
  name: string;
  now: number;
  mayChoose: boolean;
  /** What was withdrawn from the person. */
  withdrawn: readonly WithdrawalRow[];
  mayWithdraw: boolean;
}) {
  const t = useTranslations("staff.detail");
  const tKind = useTranslations("access.kind");
  const tFormer = useTranslations("access.former");
  const columns: Column<CredentialRow>[] = [
    {
      id: "door",
      header: t("door"),
      width: "10rem",
      cell: (row) => (
        <span className="block py-1">
          <span className="block font-medium">{row.doorName}</span>
          <span className="block text-sm text-muted">{row.siteName}</span>
        </span>
      ),
    },
    {
      id: "state",
      header: t("state"),
      width: "12rem",
      cell: (row) => (
        <div className="space-y-1 py-1.5">
          <StateBadge state={row.state} reason={row.reason} timeZone={row.timeZone} />
          <Withdrawn row={row} withdrawn={withdrawn} />
          {row.message && <p className="text-sm text-muted">{row.message}</p>}
          {row.kind === "keypad_old" && row.state === "active" && (
            <p className="text-sm text-muted">{tFormer("stays")}</p>
          )}
          {row.options && row.kind !== "keypad_old" && mayChoose && (
            <WindowChoice
              staffId={staffId}
              deviceId={row.deviceId}
              kind={row.kind}
              doorName={row.doorName}
              options={row.options}
            />
          )}
          {mayWithdraw && row.state !== "removed" && row.kind !== "keypad_old" && (
            <WithdrawButton
              staffId={staffId}
              name={name}
              deviceId={row.deviceId}
              doorName={row.doorName}
              kind={row.kind}
              parts={partsLeft(rows, row.deviceId, withdrawn)}
            />
          )}
        </div>
      ),
    },
    {
      id: "access",
      header: t("access"),
      width: "8.5rem",
      cell: (row) => (
        // Positioned, or the words for screen readers in it would widen a phone's page past the table's own scrolling.
        <span className="relative flex flex-col gap-0.5">
          <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
            <Icon name={row.kind === "app" ? "smartphone" : "keyboard"} size={14} className="text-muted" />
            {tKind(row.kind)}
          </span>
          {row.kind === "keypad" && row.wanted && <MaskedCode label={t("codeOf", { name })} />}
        </span>
      ),
    },
    { id: "wanted", header: t("wanted"), width: "10rem", cell: (row) => <Wanted row={row} /> },
    { id: "onNuki", header: t("onNuki"), width: "9.5rem", cell: (row) => <OnNuki row={row} now={now} /> },
    { id: "proven", header: t("proven"), width: "7rem", cell: (row) => <Proven row={row} now={now} /> },
  ];
  return (
    <SimpleTable
      label={t("doors")}
      columns={columns}
      rows={rows}
      rowId={(row) => `${row.deviceId} ${row.kind}`}
    />
  );
}

/** Why it is not wanted, or not from afar. */
function Withdrawn({ row, withdrawn }: { row: CredentialRow; withdrawn: readonly WithdrawalRow[] }) {
  const found = withdrawalOf(withdrawn, row);
  if (!found) return null;
  return (
    <p className="text-sm text-muted">
      <WithdrawnNote row={found} />
    </p>
  );
}

/** What there is to take away at a door: one kind alone is everything. */
function partsLeft(
  rows: readonly CredentialRow[],
  deviceId: string,
  withdrawn: readonly WithdrawalRow[],
): WithdrawnPart[] {
  const here = rows.filter((row) => row.deviceId === deviceId && row.state !== "removed");
  const has = (kind: AccessKind) => here.some((row) => row.kind === kind);
  const kinds: WithdrawnPart[] = has("app") && has("keypad") ? ["app", "keypad"] : [];
  const remote: WithdrawnPart[] = here.some((row) => row.wanted?.remoteAllowed) ? ["remote"] : [];
  const taken = new Set(withdrawn.filter((row) => row.deviceId === deviceId).map((row) => row.part));
  return ["all" as const, ...kinds, ...remote].filter((part) => !taken.has(part));
}

function Wanted({ row: { wanted, timeZone } }: { row: CredentialRow }) {
  const t = useTranslations("staff.detail");
  const locale = useLocale();
  const times = useScheduleText();
  if (!wanted) return <span className="text-muted">{t("notWanted")}</span>;
  if (!wanted.enabled) return <span className="text-muted">{t("switchedOff")}</span>;
  const notes = [
    wanted.validFrom !== null && t("from", { day: formatDate(wanted.validFrom, locale, timeZone) }),
    wanted.validUntil !== null && t("until", { day: formatDate(wanted.validUntil, locale, timeZone) }),
    wanted.remoteAllowed && t("remote"),
  ].filter((note) => note !== false);
  const text = times([wanted.window]);
  return (
    <span className="block space-y-1 py-1">
      <WeekStrip windows={[wanted.window]} label={text} />
      <span className="tnum block text-sm" aria-hidden="true">
        {text}
      </span>
      {notes.length > 0 && <span className="tnum block text-sm text-muted">{notes.join(" · ")}</span>}
    </span>
  );
}

function OnNuki({ row, now }: { row: CredentialRow; now: number }) {
  const t = useTranslations("staff.detail");
  const locale = useLocale();
  const times = useScheduleText();
  const { onNuki, readAt, timeZone } = row;
  const seen = onNuki === null ? t("notThere") : onNuki.enabled ? windowText(onNuki) : t("switchedOff");
  return (
    <span className="tnum block text-sm">
      {(readAt !== null || onNuki !== null) && (
        <span className={`block ${onNuki?.enabled ? "" : "text-muted"}`}>{seen}</span>
      )}
      {onNuki?.validUntil && (
        <span className="block">
          {t("until", { day: formatDate(onNuki.validUntil.getTime(), locale, timeZone) })}
        </span>
      )}
      <span className="block text-muted">
        {readAt === null ? (
          t("neverRead")
        ) : (
          <Time
            instant={readAt.getTime()}
            text={t("readAt", { when: formatRelative(readAt.getTime(), now, locale) })}
            exact={formatDateTime(readAt.getTime(), locale, timeZone)}
          />
        )}
      </span>
    </span>
  );

  function windowText({ days, fromMinute, untilMinute }: NonNullable<CredentialRow["onNuki"]>): string {
    if (days === null && fromMinute === null) return t("wholeWeek");
    return times([
      { days: weekdays(days ?? 127), fromMinute: fromMinute ?? 0, untilMinute: untilMinute || 1440 },
    ]);
  }
}

function Proven({ row: { proven, timeZone, onNuki, state }, now }: { row: CredentialRow; now: number }) {
  const t = useTranslations("staff.detail");
  const tPrivacy = useTranslations("privacy");
  const locale = useLocale();
  if (proven.lastAt === "hidden") return <span className="text-sm text-muted">{tPrivacy("lastUse")}</span>;
  if (proven.lastAt === null) {
    // The authorization went, and with it what Nuki told of its use; the log still knows.
    const isGone = onNuki === null && (state === "removed" || state === "removing");
    return <span className="text-sm text-muted">{isGone ? t("useInLog") : t("neverUsed")}</span>;
  }
  const instant = proven.lastAt.getTime();
  return (
    <span className="tnum block text-sm">
      <Time
        instant={instant}
        text={formatRelative(instant, now, locale)}
        exact={formatDateTime(instant, locale, timeZone)}
      />
      {proven.count > 0 && (
        <span className="block text-muted">{t("usedTimes", { count: proven.count })}</span>
      )}
      {proven.unprovenSince && (
        <span className="block text-muted">
          {t("notSince", { when: formatDateTime(proven.unprovenSince.getTime(), locale, timeZone) })}
        </span>
      )}
    </span>
  );
}
