import { useLocale, useTranslations } from "next-intl";
import type { CredentialKind } from "@/lib/access/types";
import { formatDate } from "@/lib/time/format";
import type { WithdrawalRow } from "@/lib/withdrawals/queries";

/** Why a credential is not wanted, or not from afar: when it was withdrawn, by whom and why. */
export function WithdrawnNote({ row }: { row: WithdrawalRow }) {
  const t = useTranslations("withdrawals");
  const locale = useLocale();
  const when = formatDate(row.at.getTime(), locale, row.timeZone);
  const key = row.part === "remote" ? "noteRemote" : "note";
  return <>{row.told ? t(key, { when, ...row.told }) : t(`${key}Short`, { when })}</>;
}

/** The withdrawal that decides about a credential; the former code goes the way of the code. */
export function withdrawalOf(
  rows: readonly WithdrawalRow[],
  { deviceId, kind }: { deviceId: string; kind: CredentialKind },
): WithdrawalRow | null {
  const here = rows.filter((row) => row.deviceId === deviceId);
  const find = (part: string) => here.find((row) => row.part === part);
  const own = find("all") ?? find(kind === "app" ? "app" : "keypad");
  return own ?? (kind === "app" ? (find("remote") ?? null) : null);
}
