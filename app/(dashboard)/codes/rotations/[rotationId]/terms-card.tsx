import { getLocale, getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { type Description, DescriptionList } from "@/components/ui/description-list";
import type { RotationRow } from "@/lib/rotations/queries";
import { formatDateTime, formatZone } from "@/lib/time/format";

/** What was decided, by whom, and when it began and ended. */
export async function TermsCard({ rotation }: { rotation: RotationRow }) {
  const [t, locale] = await Promise.all([getTranslations("rotations"), getLocale()]);
  const { timeZone, startedAt, finishedAt, cancelledAt, keepOldUntil } = rotation;
  const at = (date: Date) => {
    const instant = date.getTime();
    return `${formatDateTime(instant, locale, timeZone)} ${formatZone(instant, locale, timeZone)}`;
  };
  const line = (term: string, value: string | null): Description[] => (value ? [{ term, value }] : []);
  return (
    <Card title={t("detail.terms")}>
      <DescriptionList
        items={[
          { term: t("detail.reason"), value: t(`reason.${rotation.reason}`) },
          {
            term: t("detail.mode"),
            value: `${t(`mode.${rotation.mode}`)}. ${t(`modeHint.${rotation.mode}`)}`,
          },
          ...line(
            t("detail.keep"),
            rotation.mode === "seamless" ? (keepOldUntil ? at(keepOldUntil) : t("detail.noKeep")) : null,
          ),
          {
            term: t("detail.decided"),
            value: t("detail.decidedBy", { name: rotation.plannedBy, when: at(rotation.createdAt) }),
          },
          {
            term: t(startedAt ? "detail.started" : "detail.starts"),
            value: at(startedAt ?? rotation.startsAt),
          },
          ...line(t("detail.ended"), finishedAt && at(finishedAt)),
          ...line(t("detail.calledOff"), cancelledAt && at(cancelledAt)),
          ...line(t("detail.note"), rotation.note),
        ]}
      />
    </Card>
  );
}
