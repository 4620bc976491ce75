import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import type { SheetContent } from "@/lib/print/sheet";

/** The doors that are not on the sheets yet, per person, with why. */
export async function NotOnPaper({ sheets }: { sheets: readonly SheetContent[] }) {
  const t = await getTranslations("sheets.paper");
  const open = sheets.filter(({ notConfirmed }) => notConfirmed.length > 0);
  if (open.length === 0) return null;
  return (
    <Callout tone="warn" title={t("notOnPaper")}>
      <p>{t("notOnPaperHint")}</p>
      <ul className="mt-2 list-disc space-y-1 pl-5">
        {open.map(({ serial, name, notConfirmed }) => (
          <li key={serial}>
            {t("missing", {
              name,
              doors: notConfirmed
                .map((door) => t("missingDoor", { door: door.name, why: door.why }))
                .join(", "),
            })}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
