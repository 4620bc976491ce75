import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Brand } from "@/components/frame/brand";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { WeekPicture } from "./week-picture";

/** The door to the product: the form in front, a week of the house behind it where there is room. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const [t, tCommon] = await Promise.all([getTranslations("auth"), getTranslations("common")]);
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(28rem,1fr)_minmax(0,1.1fr)]">
      <main className="flex flex-col px-4 py-8 sm:px-8">
        <div className="mx-auto flex w-full max-w-88 flex-1 flex-col justify-center gap-8 py-8">
          <div className="space-y-2">
            <Brand name={tCommon("appName")} />
            <p className="text-muted">{t("tagline")}</p>
          </div>
          <ClientMessages areas={["auth"]}>{children}</ClientMessages>
        </div>
      </main>
      <WeekPicture />
    </div>
  );
}
