import { useLocale, useTranslations } from "next-intl";
import { type Description, DescriptionList } from "@/components/ui/description-list";
import { PageLink } from "@/components/ui/page-link";
import type { SheetDetail } from "@/lib/sheets/record";
import { formatDateTime, formatLocalDate } from "@/lib/time/format";

/** Whose sheet it is, who printed it why, and what became of it. */
export function SheetFacts({ sheet, timeZone }: { sheet: SheetDetail; timeZone: string }) {
  const t = useTranslations("sheets.record");
  const locale = useLocale();
  const when = (at: Date) => formatDateTime(at.getTime(), locale, timeZone);
  const moment = (term: string, at: Date | null): Description[] => (at ? [{ term, value: when(at) }] : []);
  return (
    <DescriptionList
      items={[
        {
          term: t("person"),
          value: (
            <>
              <PageLink href={`/staff/${sheet.staffId}`} className="font-medium text-accent hover:underline">
                {sheet.name}
              </PageLink>
              {sheet.staffStatus !== "active" && ` (${t(`status.${sheet.staffStatus}`)})`}
            </>
          ),
        },
        { term: t("issued"), value: t("issuedBy", { when: when(sheet.issuedAt), name: sheet.issuedBy }) },
        { term: t("reason"), value: sheet.reason },
        {
          term: t("paper"),
          value: t(`formats.${sheet.format}`, { language: t(`languages.${sheet.language}`) }),
        },
        {
          term: t("collectBy"),
          value:
            sheet.daysLeft === null
              ? formatLocalDate(sheet.collectBy, locale)
              : t("collectByLeft", { day: formatLocalDate(sheet.collectBy, locale), count: sheet.daysLeft }),
        },
        ...moment(t("collected"), sheet.collectedAt),
        ...moment(t("expiredAt"), sheet.expiredAt),
        ...moment(t("codeEnded"), sheet.codeRetiredAt),
        ...moment(t("returned"), sheet.returnedAt),
        ...moment(t("destroyed"), sheet.destroyedAt),
      ]}
    />
  );
}
