import { getLocale, getTranslations } from "next-intl/server";
import { linkButtonClass } from "@/components/ui/button-class";
import { requireActor } from "@/lib/auth/session";
import { pageTitle } from "@/lib/i18n/page-title";
import { roomsOf } from "@/lib/print/pdf";
import { findBatch } from "@/lib/sheets/queries";
import { NotOnPaper } from "./not-on-paper";
import { PaperPages } from "./paper-pages";
import { PrintButton } from "./print-button";
import { Refused } from "./refused";

export const dynamic = "force-dynamic";
// Never a name, a serial or a code: it stands in the history and in the print dialog.
export const generateMetadata = pageTitle((t) => t("sheets.paper.title"));

export default async function CodeSheetsPage({ params }: PageProps<"/code-sheets/[batchId]">) {
  const actor = await requireActor("codes:print");
  const [{ batchId }, t, locale] = await Promise.all([params, getTranslations("sheets.paper"), getLocale()]);
  const batch = await findBatch(actor, batchId, new Date(), locale);
  if (!batch.ok) return <Refused refusal={batch.refusal} />;
  const { sheets, format } = batch.value;
  const rooms = await roomsOf(sheets, format);
  return (
    <main>
      <header className="mx-auto max-w-4xl space-y-4 px-4 py-6 sm:px-6" data-print="none">
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
            <p className="mt-0.5 text-muted">{t("ready", { count: sheets.length })}</p>
          </div>
          <div className="flex flex-wrap items-center gap-2">
            {/* A plain link: the router would keep this page, codes included, for whoever comes to the tab next. */}
            <a href="/codes/sheets" className={linkButtonClass("secondary", "md")}>
              {t("back")}
            </a>
            <PrintButton batchId={batchId} words={{ print: t("print"), download: t("download") }} />
          </div>
        </div>
        <p className="max-w-2xl text-muted">{t("hint")}</p>
        <NotOnPaper sheets={sheets} />
      </header>
      <PaperPages sheets={sheets} rooms={rooms} format={format} hidden={t("hidden")} />
    </main>
  );
}
