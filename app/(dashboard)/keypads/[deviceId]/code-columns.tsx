import { getLocale, getTranslations } from "next-intl/server";
import { MaskedCode } from "@/components/access/masked-code";
import { StateBadge } from "@/components/access/state-badge";
import type { Column } from "@/components/data-table/column";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import type { KeypadCode } from "@/lib/keypads/codes";
import type { Standing } from "@/lib/keypads/schema";
import { formatDate, formatDateTime } from "@/lib/time/format";
import { ScheduleWeek } from "../../schedules/schedule-week";
import { AdoptButton } from "./adopt-button";

const looks: Record<Exclude<Standing, "ours" | "pending">, { tone: Tone; icon: IconName }> = {
  unmanaged: { tone: "neutral", icon: "ghost" },
  expired: { tone: "warn", icon: "hourglass" },
  expired_unmanaged: { tone: "warn", icon: "hourglass" },
};

/** The columns of the codes on one keypad; no digit is in any of them. */
export async function codeColumns(
  door: { deviceId: string; name: string; timeZone: string },
  mayAdopt: boolean,
): Promise<Column<KeypadCode>[]> {
  const [t, tPrivacy, tFormer, locale] = await Promise.all([
    getTranslations("keypads"),
    getTranslations("privacy"),
    getTranslations("access.former"),
    getLocale(),
  ]);
  const columns: Column<KeypadCode>[] = [
    {
      id: "name",
      header: t("detail.who"),
      sortable: true,
      fixed: true,
      width: "11rem",
      cell: (row) => (
        <span className="block max-w-64 min-w-0 py-1">
          {row.owner ? (
            <PageLink href={`/staff/${row.owner.id}`} className="block truncate font-medium hover:underline">
              {row.owner.name}
            </PageLink>
          ) : (
            <span className="block truncate font-medium">{row.name}</span>
          )}
          <Below row={row} t={t} former={tFormer("label")} />
        </span>
      ),
    },
    {
      id: "standing",
      header: t("detail.standing"),
      sortable: true,
      phone: "main",
      cell: (row) =>
        row.standing === "ours" || row.standing === "pending" ? (
          <StateBadge state={row.state ?? "planned"} reason={row.reason} timeZone={door.timeZone} />
        ) : (
          <Badge {...looks[row.standing]}>{t(`standing.${row.standing}`)}</Badge>
        ),
    },
    {
      id: "code",
      header: t("detail.code"),
      cell: (row) => <MaskedCode label={t("detail.codeOf", { name: row.owner?.name ?? row.name })} />,
    },
    {
      id: "when",
      header: t("detail.when"),
      width: "10rem",
      cell: (row) =>
        !row.enabled ? (
          <span className="text-muted">{t("detail.off")}</span>
        ) : row.window ? (
          <ScheduleWeek windows={[row.window]} />
        ) : (
          <span className="text-muted">{t("detail.anyTime")}</span>
        ),
    },
    {
      id: "until",
      header: t("detail.until"),
      sortable: true,
      cell: ({ validFrom, validUntil }) => (
        <span className="tnum block">
          {validUntil ? (
            formatDateTime(validUntil.getTime(), locale, door.timeZone)
          ) : (
            <span className="text-muted">{t("detail.noEnd")}</span>
          )}
          {validFrom && (
            <span className="block text-sm text-muted">
              {t("detail.from", { day: formatDate(validFrom.getTime(), locale, door.timeZone) })}
            </span>
          )}
        </span>
      ),
    },
    {
      id: "used",
      header: t("detail.used"),
      sortable: true,
      cell: ({ lastUse }) =>
        lastUse === "hidden" ? (
          <span className="text-muted">{tPrivacy("lastUse")}</span>
        ) : lastUse ? (
          <span className="tnum">{formatDateTime(lastUse.getTime(), locale, door.timeZone)}</span>
        ) : (
          <span className="text-muted">{t("never")}</span>
        ),
    },
  ];
  if (!mayAdopt) return columns;
  return [
    ...columns,
    {
      id: "adopt",
      header: t("detail.adopt"),
      phone: "second",
      cell: (row) =>
        row.owner === null && (
          <AdoptButton
            deviceId={door.deviceId}
            authId={row.authId}
            name={row.name}
            doorName={door.name}
            owner={row.sameDigits.owner}
            doors={row.sameDigits.doors}
          />
        ),
    },
  ];
}

type Words = Awaited<ReturnType<typeof getTranslations<"keypads">>>;

/** Whether it is the code of before, the name on the keypad where it is another one, and what is known of a stranger's digits. */
function Below({ row, t, former }: { row: KeypadCode; t: Words; former: string }) {
  const { owner, doors } = row.sameDigits;
  const notes = [
    row.isFormer && former,
    row.owner && row.owner.name !== row.name && t("detail.onKeypad", { name: row.name }),
    owner && t("detail.sameAs", { name: owner.name }),
    doors.length > 0 && t("detail.alsoAt", { doors: doors.join(", ") }),
  ].filter((note): note is string => typeof note === "string");
  return notes.map((note) => (
    <span key={note} className="block text-sm text-muted">
      {note}
    </span>
  ));
}
