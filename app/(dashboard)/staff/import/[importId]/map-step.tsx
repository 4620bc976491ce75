import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { IMPORT_FIELDS } from "@/lib/import/fields";
import { getColumns } from "@/lib/imports/queries";
import { formatDateTime } from "@/lib/time/format";
import { problemText } from "../problem-text";
import { MappingForm } from "./mapping-form";
import { ReadingCard } from "./reading-card";
import type { StepProps } from "./step-params";

/** Step 2: how the file is read, what its columns mean, and what it leaves open. */
export async function MapStep({ actor, held }: StepProps) {
  const [found, t, locale] = await Promise.all([
    getColumns(actor, held.id),
    getTranslations("import"),
    getLocale(),
  ]);
  const { settings, before } = held;
  const unknown = found.columns.filter(({ field }) => field === null);
  return (
    <div className="space-y-6">
      {before && (
        <Callout
          tone="info"
          title={t("map.before", {
            when: formatDateTime(before.at.getTime(), locale, held.timeZone),
            name: before.by,
          })}
        >
          {t("map.beforeText")}
        </Callout>
      )}
      {found.notices.map((notice) => (
        <Callout key={`${notice.code} ${notice.params.header ?? ""}`} tone="info">
          {problemText(t, locale, notice)}
        </Callout>
      ))}
      <ReadingCard held={held} found={found} />
      <ClientMessages areas={["import"]}>
        <MappingForm
          key={`${settings.encoding}${settings.delimiter}`}
          importId={held.id}
          columns={found.columns}
          fields={IMPORT_FIELDS}
          asks={found.asks}
          schedules={found.schedules}
          remembered={settings.remembered}
          unknown={unknown.map(
            ({ header, index }) => header || t("map.columns.unnamed", { number: index + 1 }),
          )}
          initial={{
            language: settings.language,
            dateOrder: settings.dateOrder,
            fullList: settings.fullList,
            access: settings.access,
            hoursScheduleId: settings.hoursScheduleId,
          }}
        />
      </ClientMessages>
    </div>
  );
}
