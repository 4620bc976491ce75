import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { CodesTabs } from "./codes-tabs";

export default async function CodesLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor("codes:find");
  const t = await getTranslations("codes.tab");
  const tabs = [
    { segment: null, label: t("codes") },
    ...(may(actor, "codes:print") ? [{ segment: "sheets", label: t("sheets") }] : []),
    ...(may(actor, "codes:rotate") ? [{ segment: "rotations", label: t("rotations") }] : []),
  ];
  return (
    <>
      <div className="mb-6" data-print="none">
        <CodesTabs label={t("navigation")} tabs={tabs} />
      </div>
      {children}
    </>
  );
}
