import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { officeZone } from "@/lib/imports/office-zone";
import { listImports } from "@/lib/imports/queries";
import { ImportSteps } from "./import-steps";
import { RecentImports } from "./recent-imports";
import { UploadForm } from "./upload-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("import");
  return { title: t("title") };
}

export default async function ImportPage() {
  const actor = await requireActor("import:run");
  const [imports, timeZone, t, locale] = await Promise.all([
    listImports(actor),
    officeZone(),
    getTranslations("import"),
    getLocale(),
  ]);
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: t("staff"), href: "/staff" }, { label: t("title") }]}
      />
      <ImportSteps current="upload" />
      <div className="space-y-6">
        <div className="grid gap-4 lg:grid-cols-3">
          <Card title={t("upload.title")} className="lg:col-span-2">
            <ClientMessages areas={["import"]}>
              <UploadForm />
            </ClientMessages>
          </Card>
          <Card title={t("help.title")}>
            <ul className="space-y-2 text-muted">
              {(["name", "key", "blank", "absent"] as const).map((key) => (
                <li key={key} className="flex gap-2">
                  <Icon name="check" size={14} className="mt-1 text-ok" />
                  {t(`help.${key}`)}
                </li>
              ))}
            </ul>
            <p className="mt-4 flex flex-wrap gap-x-4 gap-y-2">
              {(["template", "example"] as const).map((kind) => (
                <a
                  key={kind}
                  href={`/api/import/${kind}?language=${locale}`}
                  download
                  className="inline-flex min-h-6 items-center gap-1.5 font-medium text-accent hover:underline"
                >
                  <Icon name="download" size={14} />
                  {t(`help.${kind}`)}
                </a>
              ))}
            </p>
          </Card>
        </div>
        {imports.length > 0 && <RecentImports imports={imports} timeZone={timeZone} />}
      </div>
    </>
  );
}
