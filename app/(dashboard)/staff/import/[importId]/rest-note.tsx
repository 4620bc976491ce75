import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import type { StepProps } from "./step-params";

/** Whose plan this is: one that has moved since it was seen, or that of a paused import's last rows. */
export function RestNote({ held, query }: Pick<StepProps, "held" | "query">) {
  const t = useTranslations("import.confirm");
  const isRest = held.state === "paused";
  const changed = query.changed === "1";
  if (!isRest && !changed) return null;
  return (
    <Callout tone={changed ? "warn" : "info"} title={t(changed ? "changed" : "rest")} live={changed}>
      {changed && <p>{t("changedText")}</p>}
      {isRest && <p>{t("restText", { done: held.rowsDone })}</p>}
    </Callout>
  );
}
