"use client";

import { useTranslations } from "next-intl";
import { linkButtonClass } from "@/components/ui/button-class";
import { Callout } from "@/components/ui/callout";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import type { Issued } from "@/lib/sheets/commands";
import { OpenSheets } from "../open-sheets";

/** What came of it where not everybody got a sheet: what to print now, who gets a new code first, who got none and why. */
export function IssueOutcome({ issued: { batchId, count, renewed, skipped } }: { issued: Issued }) {
  const t = useTranslations("sheets.issue");
  const later = `/codes/sheets/new?${renewed.map(({ staffId }) => `staff=${staffId}`).join("&")}`;
  return (
    <div className="space-y-3">
      {batchId !== null && (
        <Callout
          live
          tone="success"
          title={t("issued", { count })}
          action={
            <>
              <OpenSheets batchId={batchId} variant="primary">
                {t("openSheets")}
              </OpenSheets>
              <a href={`/api/code-sheets/${batchId}`} download className={linkButtonClass("secondary", "md")}>
                <Icon name="download" className="text-muted" />
                {t("pdf")}
              </a>
              <LinkButton href={`/codes/sheets?batch=${batchId}`}>{t("printed")}</LinkButton>
            </>
          }
        >
          {t("issuedText")}
        </Callout>
      )}
      {renewed.length > 0 && (
        <Callout
          live
          title={t("renewed", { count: renewed.length })}
          action={<LinkButton href={later}>{t("renewedLater")}</LinkButton>}
        >
          {t("renewedText", { names: renewed.map(({ name }) => name).join(", ") })}
        </Callout>
      )}
      {skipped.length > 0 && (
        <Callout live tone="warn" title={t("skipped", { count: skipped.length })}>
          <ul>
            {skipped.map(({ staffId, name, why }) => (
              <li key={staffId}>{t("skippedItem", { name, why: t(`skip.${why}`) })}</li>
            ))}
          </ul>
        </Callout>
      )}
    </div>
  );
}
