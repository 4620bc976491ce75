import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import type { Actor } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { getImport, getVerification, type ImportDetail } from "@/lib/imports/queries";
import { type ImportStep, importIdSchema } from "@/lib/imports/schema";
import { formatDateTime } from "@/lib/time/format";
import { ImportSteps } from "../import-steps";
import { stateTones } from "../recent-imports";
import { ApplyStep } from "./apply-step";
import { CheckStep } from "./check-step";
import { ConfirmStep } from "./confirm-step";
import { DiscardButton } from "./discard-button";
import { MapStep } from "./map-step";
import { PlanStep } from "./plan-step";
import { ResultStep } from "./result-step";
import { type StepParams, type StepProps, stepFor } from "./step-params";
import { VerifyStep } from "./verify-step";

interface Props {
  params: Promise<{ importId: string }>;
  searchParams: Promise<StepParams>;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [t, { step }] = await Promise.all([getTranslations("import"), searchParams]);
  const known = typeof step === "string" && t.has(`steps.${step as ImportStep}`);
  return { title: known ? `${t(`steps.${step as ImportStep}`)} · ${t("title")}` : t("title") };
}

export default async function ImportStepPage({ params, searchParams }: Props) {
  const actor = await requireActor("import:run");
  const [{ importId }, query, t, locale] = await Promise.all([
    params,
    searchParams,
    getTranslations("import"),
    getLocale(),
  ]);
  const held = await findImport(actor, importId);
  const uploaded = formatDateTime(held.uploadedAt.getTime(), locale, held.timeZone);
  const step = await stepOf(actor, held, query);
  return (
    <>
      <PageHeader
        title={held.fileName}
        description={`${t("uploaded", { when: uploaded, name: held.uploadedBy })} (${held.timeZone})`}
        breadcrumbs={[
          { label: t("staff"), href: "/staff" },
          { label: t("title"), href: "/staff/import" },
          { label: t(`steps.${step}`) },
        ]}
        badge={<Badge tone={stateTones[held.state]}>{t(`state.${held.state}`)}</Badge>}
        actions={
          held.state === "draft" && (
            <ClientMessages areas={["import"]}>
              <DiscardButton importId={held.id} />
            </ClientMessages>
          )
        }
      />
      {held.state === "discarded" ? (
        <EmptyState
          icon="trash-2"
          title={t("discarded.title")}
          action={
            <LinkButton href="/staff/import" variant="primary">
              {t("discarded.again")}
            </LinkButton>
          }
        >
          {t("discarded.text")}
        </EmptyState>
      ) : (
        <>
          <ImportSteps current={step} />
          <Step step={step} actor={actor} held={held} query={query} />
        </>
      )}
    </>
  );
}

function Step({ step, ...props }: StepProps & { step: ImportStep }) {
  switch (step) {
    case "upload":
      redirect("/staff/import");
      break;
    case "map":
      return <MapStep {...props} />;
    case "check":
      return <CheckStep {...props} />;
    case "plan":
      return <PlanStep {...props} />;
    case "confirm":
      return <ConfirmStep {...props} />;
    case "apply":
      return <ApplyStep {...props} />;
    case "verify":
      return <VerifyStep {...props} />;
    case "result":
      return <ResultStep {...props} />;
    default:
      return step satisfies never;
  }
}

/** Where the address leads; without a step, where the import stands. */
async function stepOf(actor: Actor, held: ImportDetail, query: StepParams): Promise<ImportStep> {
  const step = stepFor(held, typeof query.step === "string" ? query.step : null);
  if (step !== "auto") return step;
  const { working, waiting } = await getVerification(actor, held);
  return working + waiting > 0 ? "verify" : "result";
}

async function findImport(actor: Actor, importId: string): Promise<ImportDetail> {
  if (!importIdSchema.safeParse(importId).success) notFound();
  try {
    return await getImport(actor, importId);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
