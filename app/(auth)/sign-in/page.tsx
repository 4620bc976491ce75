import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { countAdmins, findAdminByEmail } from "@/lib/auth/admins";
import { demoAccount } from "@/lib/auth/demo-account";
import { returnPath } from "@/lib/auth/return-path";
import { findActor } from "@/lib/auth/session";
import { getEnv } from "@/lib/env";
import { SignInForm } from "./sign-in-form";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth.signIn");
  return { title: t("title") };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, unknown>>;
}) {
  const { from, created } = await searchParams;
  const target = returnPath(from);
  if (await findActor()) redirect(target as Route);

  const [t, demo, admins] = await Promise.all([getTranslations("auth"), findDemoAccount(), countAdmins()]);
  return (
    <div className="space-y-6">
      <h1 className="text-2xl font-semibold">{t("signIn.title")}</h1>
      {created !== undefined && <Callout tone="success">{t("setup.created")}</Callout>}
      {admins === 0 && (
        <Callout tone="warn" title={t("signIn.noOwnerTitle")}>
          {t("signIn.noOwner")}
        </Callout>
      )}
      <SignInForm target={target} demo={demo} />
    </div>
  );
}

/** Offered in the demo office only, and only where it can sign in. */
async function findDemoAccount(): Promise<typeof demoAccount | null> {
  if (getEnv().mode !== "demo") return null;
  return (await findAdminByEmail(demoAccount.email)) && demoAccount;
}
