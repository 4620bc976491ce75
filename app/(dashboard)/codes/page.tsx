import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { getCodeSpace, listGuessOdds, listWithoutCode } from "@/lib/codes/queries";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { FindForm } from "./find-form";
import { GuessTable } from "./guess-table";
import { WithoutCode } from "./without-code";

export const generateMetadata = pageTitle((t) => t("codes.title"));

export default async function CodesPage() {
  const actor = await requireActor("codes:find");
  const now = new Date();
  const [odds, space, without, t] = await Promise.all([
    listGuessOdds(actor, now),
    getCodeSpace(actor, now),
    listWithoutCode(actor),
    getTranslations("codes"),
  ]);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 space-y-6">
          <Card title={t("find.title")} description={t("find.description")}>
            <ClientMessages areas={["codes.find", "codes.problem", "access.state", "access.reason"]}>
              <FindForm />
            </ClientMessages>
          </Card>
          <Card
            title={t("guess.title")}
            description={t("guess.description")}
            actions={
              <LinkButton href="/keypads" size="sm" icon="keyboard">
                {t("guess.toKeypads")}
              </LinkButton>
            }
            padded={false}
          >
            <GuessTable rows={odds} mayList={may(actor, "codes:list")} />
          </Card>
        </div>
        <div className="min-w-0 space-y-6">
          {space.thin && (
            <Callout tone="warn" title={t("space.thinTitle")}>
              {t("space.thin", { left: space.atLeast })}
            </Callout>
          )}
          <Card title={t("space.title")}>
            <p>{t("space.text", { taken: space.taken, left: space.atLeast })}</p>
            <p className="mt-2 text-sm text-muted">{t("space.rule")}</p>
          </Card>
          <Card title={t("without.title")} description={t("without.description")}>
            <WithoutCode {...without} />
          </Card>
        </div>
      </div>
    </>
  );
}
