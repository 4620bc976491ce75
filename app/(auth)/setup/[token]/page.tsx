import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { isSetupLinkOpen } from "@/lib/auth/setup";
import { SetupForm } from "./setup-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.setup");
  return { title: t("title") };
}

export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const t = await getTranslations("auth.setup");
  const open = await isSetupLinkOpen(token, new Date());
  return (
    <div className="space-y-6">
      <div className="space-y-1">
        <h1 className="text-2xl font-semibold">{open ? t("title") : t("closedTitle")}</h1>
        <p className="text-muted">{open ? t("text") : t("closed")}</p>
      </div>
      {open ? <SetupForm token={token} /> : <LinkButton href="/sign-in">{t("toSignIn")}</LinkButton>}
    </div>
  );
}
