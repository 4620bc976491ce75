import { getTranslations } from "next-intl/server";
import type { SearchParams } from "@/components/data-table/list-state";
import { Breadcrumbs } from "@/components/frame/breadcrumbs";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { defaultUnusedDays, type ReviewFormValues } from "@/lib/reviews/schema";
import { getReviewOptions, known } from "@/lib/reviews/scope";
import { localDateOf } from "@/lib/time/zones";
import { ReviewForm } from "./review-form";

export const generateMetadata = pageTitle((t) => t("reviews.new"));

export default async function NewReviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("reviews:write");
  const [params, options, t] = await Promise.all([
    searchParams,
    getReviewOptions(actor),
    getTranslations("reviews"),
  ]);
  // What a link brings along, as far as it can be chosen.
  const ids = {
    deviceId: known(options.device, params.door)?.id ?? "",
    areaId: known(options.area, params.area)?.id ?? "",
    siteId: known(options.site, params.site)?.id ?? "",
    teamId: known(options.team, params.team)?.id ?? "",
  };
  const [year = "", month = "1"] = localDateOf(Date.now(), "UTC").split("-");
  const values: ReviewFormValues = {
    ...ids,
    scope: ids.teamId ? "team" : ids.siteId ? "site" : ids.areaId ? "area" : "device",
    ...{ name: "", unusedDays: String(defaultUnusedDays), dueDay: "" },
  };
  return (
    <ClientMessages areas={["reviews"]}>
      <Breadcrumbs items={[{ label: t("title"), href: "/audit/reviews" }, { label: t("new") }]} />
      <h2 className="text-lg font-semibold">{t("new")}</h2>
      <p className="max-w-2xl text-muted">{t("form.description")}</p>
      <ReviewForm
        values={values}
        options={options}
        quarter={t("form.quarter", { quarter: Math.ceil(Number(month) / 3), year })}
      />
    </ClientMessages>
  );
}
