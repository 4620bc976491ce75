import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { type Actor, may } from "@/lib/auth/actor";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { nameViewOf } from "@/lib/privacy/names";
import { formatTime, formatZone } from "@/lib/time/format";
import { HideNames } from "./hide-names";
import { RevealButton } from "./reveal-button";

/** Above everything that shows entries: whether their names are hidden, and for how long they are not. */
export async function NamesBar({ actor, timeZone }: { actor: Actor; timeZone: string }) {
  const [view, t, locale] = await Promise.all([
    nameViewOf(actor),
    getTranslations("privacy.bar"),
    getLocale(),
  ]);
  if (view.until !== null)
    return (
      <Callout
        tone="warn"
        title={t("visible", {
          time: `${formatTime(view.until, locale, timeZone)} ${formatZone(view.until, locale, timeZone)}`,
        })}
        action={
          <ClientMessages areas={["privacy.bar"]}>
            <HideNames until={view.until} />
          </ClientMessages>
        }
      >
        {t("visibleText")}
      </Callout>
    );
  if (!view.hidden) return null;
  const mayReveal = may(actor, "names:reveal");
  return (
    <Callout title={t("hiddenTitle")} action={mayReveal ? <RevealAction timeZone={timeZone} /> : undefined}>
      {mayReveal ? t("hidden") : t("hiddenForRole")}
    </Callout>
  );
}

/** The button with its words, for pages that need a reveal before they show anything. */
export function RevealAction({ timeZone }: { timeZone: string }) {
  return (
    <ClientMessages areas={["privacy.reveal"]}>
      <RevealButton timeZone={timeZone} />
    </ClientMessages>
  );
}
