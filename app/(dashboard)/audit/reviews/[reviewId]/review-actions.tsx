import { useTranslations } from "next-intl";
import { linkButtonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { DiscardButton } from "./discard-button";

/** What can be done with the whole of it. The evidence can be taken along at any time: it says how far it is. */
export function ReviewActions({
  reviewId,
  mayDecide,
  canSign,
}: {
  reviewId: string;
  mayDecide: boolean;
  canSign: boolean;
}) {
  const t = useTranslations("reviews.detail");
  const files = [
    { format: "pdf", icon: "file-text", label: t("pdf") },
    { format: "csv", icon: "download", label: t("csv") },
  ] as const;
  return (
    <div data-print="none" className="flex flex-wrap items-center gap-2">
      {mayDecide && <DiscardButton reviewId={reviewId} />}
      {files.map(({ format, icon, label }) => (
        <a
          key={format}
          href={`/api/reviews/${reviewId}/evidence?format=${format}`}
          download
          className={linkButtonClass("secondary", "md")}
        >
          <Icon name={icon} className="text-muted" />
          {label}
        </a>
      ))}
      {mayDecide && canSign && (
        <LinkButton href={`/audit/reviews/${reviewId}/sign`} variant="primary" icon="shield-check">
          {t("sign")}
        </LinkButton>
      )}
    </div>
  );
}
