import { useLocale, useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import type { StaffStatus } from "@/lib/db/tables/intent";
import type { CredentialRow } from "@/lib/staff/queries";
import { formatList } from "@/lib/time/format";

/** What a suspended or former member of staff still has: finished only when each door was read back. */
export function StandingNote({
  status,
  credentials,
  elsewhere,
}: {
  status: StaffStatus;
  credentials: readonly CredentialRow[];
  /** Doors at other sites that are not done yet. */
  elsewhere: number;
}) {
  const t = useTranslations("staff.detail");
  const locale = useLocale();
  if (status === "active") return null;
  if (status === "suspended") return <Callout tone="warn">{t("isSuspended")}</Callout>;
  const doors = new Set(credentials.map((row) => row.doorName));
  const open = new Set(credentials.filter((row) => row.state !== "removed").map((row) => row.doorName));
  const left = open.size + elsewhere;
  if (doors.size + elsewhere === 0) return <Callout tone="info">{t("leftNothing")}</Callout>;
  if (left === 0) return <Callout tone="success">{t("left")}</Callout>;
  return (
    <Callout tone="warn" title={t("leaving", { confirmed: doors.size - open.size, open: left })}>
      {open.size > 0 && t("leavingOpen", { doors: formatList([...open], locale) })}
      {elsewhere > 0 && <span className="block">{t("doorsElsewhere")}</span>}
    </Callout>
  );
}
