"use client";

import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { DoorCodes } from "@/lib/codes/door-codes";
import { formatDateTime } from "@/lib/time/format";

const marks = Array.from({ length: 40 }, (_, index) => index);

/** A picture of this list tells who made it, and when. Paper gets none of it. */
export function WatermarkedList({
  listed,
  label,
  onHide,
}: {
  listed: DoorCodes;
  label: string;
  onHide: () => void;
}) {
  const t = useTranslations("codes.list");
  const locale = useLocale();
  const { by, at } = listed.watermark;
  const mark = t("watermark", { name: by, at: formatDateTime(at.getTime(), locale, "UTC") });
  return (
    <div data-print="none" className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-muted">
          {t("shown", { count: listed.rows.length, mark })}
        </p>
        <Button icon="eye-off" onClick={onHide} autoFocus>
          {t("hide")}
        </Button>
      </div>
      <div className="relative overflow-hidden rounded-lg border border-line">
        <table aria-label={label} className="w-full text-left">
          <thead className="border-b border-line text-sm text-muted">
            <tr>
              <th className="px-4 py-2 font-medium">{t("name")}</th>
              <th className="px-4 py-2 font-medium">{t("code")}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {listed.rows.map((row) => (
              <tr key={row.id}>
                <td className="px-4 py-2 wrap-anywhere">
                  {row.name} {!row.isOurs && <Badge icon="ghost">{t("foreign")}</Badge>}{" "}
                  {!row.enabled && <Badge icon="circle-minus">{t("off")}</Badge>}
                </td>
                <td className="tnum px-4 py-2 font-medium tracking-wider whitespace-nowrap">
                  {`${row.digits.slice(0, 3)} ${row.digits.slice(3)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 flex flex-wrap content-start gap-x-8 gap-y-6 overflow-hidden p-4 text-sm text-ink opacity-15 select-none"
        >
          {marks.map((index) => (
            <span key={index} className="-rotate-12 whitespace-nowrap">
              {mark}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
