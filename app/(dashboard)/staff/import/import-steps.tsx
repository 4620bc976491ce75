import { useTranslations } from "next-intl";
import { Stepper } from "@/components/ui/stepper";
import { type ImportStep, importSteps } from "@/lib/imports/schema";

export function ImportSteps({ current }: { current: ImportStep }) {
  const t = useTranslations("import");
  return (
    <Stepper
      label={t("stepsLabel")}
      steps={importSteps.map((id) => ({ id, label: t(`steps.${id}`) }))}
      current={current}
      doneLabel={t("stepDone")}
    />
  );
}
