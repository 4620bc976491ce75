import { getTranslations } from "next-intl/server";
import { PageSkeleton } from "@/components/data-table/page-skeleton";

export default async function Loading() {
  const t = await getTranslations("common");
  return <PageSkeleton columns={4} rows={6} label={t("loading")} />;
}
