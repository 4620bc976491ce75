import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { IconName } from "@/components/ui/icon";
import type { Connection } from "@/lib/accounts/queries";
import { type Feature, features, scopesOfFeature } from "@/lib/accounts/schema";
import { formatRelative } from "@/lib/time/format";

type Found = "granted" | "missing" | "unknown";

const looks: Record<Found, { tone: Tone; icon: IconName }> = {
  granted: { tone: "ok", icon: "circle-check" },
  missing: { tone: "danger", icon: "circle-x" },
  unknown: { tone: "neutral", icon: "circle-help" },
};

/** What the token was found to open, by what each right is good for here. */
export function ScopesCard({ connection, now }: { connection: Connection; now: number }) {
  const t = useTranslations("settings.connection");
  const locale = useLocale();
  const { scopes, scopesCheckedAt } = connection;
  if (scopes === null || scopesCheckedAt === null) {
    return (
      <Card title={t("rights")}>
        <p className="text-muted">{t("rightsNever")}</p>
      </Card>
    );
  }
  const columns: Column<Feature>[] = [
    {
      id: "feature",
      header: t("feature"),
      cell: (feature) => (
        <span className="block min-w-36 py-1">
          <span className="block">{t(`features.${feature}`)}</span>
          <span className="block text-sm text-muted">
            {t("scope", { scope: scopesOfFeature[feature].join(", ") })}
          </span>
          <Consequence feature={feature} found={foundOf(scopes, feature)} />
        </span>
      ),
    },
    {
      id: "found",
      header: t("found"),
      width: "9rem",
      cell: (feature) => {
        const found = foundOf(scopes, feature);
        return <Badge {...looks[found]}>{t(`scopeState.${found}`)}</Badge>;
      },
    },
  ];
  return (
    <Card
      title={t("rights")}
      description={t("rightsChecked", { when: formatRelative(scopesCheckedAt.getTime(), now, locale) })}
      padded={false}
    >
      <SimpleTable label={t("rights")} columns={columns} rows={features} rowId={(feature) => feature} />
    </Card>
  );
}

function Consequence({ feature, found }: { feature: Feature; found: Found }) {
  const t = useTranslations("settings.connection");
  const text = textOf();
  return text && <span className="block text-sm text-muted">{text}</span>;

  function textOf(): string | null {
    if (found === "unknown") return t("cannotProbe");
    if (found === "granted" || feature === "confirm" || feature === "settings") return null;
    return t(`missing.${feature}`);
  }
}

function foundOf(scopes: NonNullable<Connection["scopes"]>, feature: Feature): Found {
  const found = scopesOfFeature[feature].map((scope) => scopes[scope] ?? "unknown");
  if (found.includes("missing")) return "missing";
  return found.includes("unknown") ? "unknown" : "granted";
}
