import { getTranslations } from "next-intl/server";
import { PageSkeleton } from "@/components/data-table/page-skeleton";

export default async function Loading() {
  const t = await getTranslations("common");
  return <PageSkeleton columns={6} rows={12} label={t("loading")} />;
}
