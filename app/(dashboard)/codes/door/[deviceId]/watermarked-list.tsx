"use client";

import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { DoorCodes } from "@/lib/codes/door-codes";
import { formatDateTime } from "@/lib/time/format";

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
          className="pointer-events-none absolute inset-0 opacity-25"
          style={{ backgroundImage: `url("${pictureOf(mark)}")` }}
        />
      </div>
    </div>
  );
}

/** As a picture that repeats: text laid over text would be text that nobody can read. */
function pictureOf(mark: string): string {
  const text = mark.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="340" height="110"><text x="10" y="95" transform="rotate(-12 10 95)" font-family="sans-serif" font-size="14" fill="#808080">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
