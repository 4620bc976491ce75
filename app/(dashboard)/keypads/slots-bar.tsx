import { useLocale, useTranslations } from "next-intl";
import type { Slots } from "@/lib/keypads/queries";
import { formatNumber } from "@/lib/time/format";

const parts = ["ours", "pending", "unmanaged", "expired"] as const;
type Part = (typeof parts)[number];

const inks: Record<Part, string> = {
  ours: "bg-strip",
  pending: "bg-strip/50",
  unmanaged: "bg-line-strong",
  expired: "bg-warn",
};

/** What is on its way takes its place already; what expired takes one too, whoever made it. */
function countsOf(slots: Slots): Record<Part, number> {
  return {
    ours: slots.ours,
    pending: slots.pending + slots.coming,
    unmanaged: slots.unmanaged,
    expired: slots.expired + slots.expired_unmanaged,
  };
}

/** The places of a keypad as a bar, for who would rather look than read; the figures stand beside it. */
function Bar({ slots, tall = false }: { slots: Slots; tall?: boolean }) {
  const counts = countsOf(slots);
  return (
    <span
      aria-hidden="true"
      className={`flex gap-px overflow-hidden rounded-full bg-pressed ${tall ? "h-3" : "h-1.5"}`}
    >
      {parts
        .filter((part) => counts[part] > 0)
        .map((part) => (
          <span
            key={part}
            className={`min-w-0.5 ${inks[part]}`}
            style={{ width: `${(counts[part] / slots.capacity) * 100}%` }}
          />
        ))}
    </span>
  );
}

/** In a row of the list. */
export function SlotsCell({ slots }: { slots: Slots }) {
  const t = useTranslations("keypads.slots");
  const locale = useLocale();
  const counts = countsOf(slots);
  return (
    <span className="tnum block w-full max-w-64 min-w-36 py-1">
      <span className="flex justify-between gap-3 whitespace-nowrap">
        <span>
          {t("used", {
            used: formatNumber(slots.used, locale),
            capacity: formatNumber(slots.capacity, locale),
          })}
        </span>
        <span className="text-muted">{t("free", { count: formatNumber(slots.free, locale) })}</span>
      </span>
      <span className="my-1 block">
        <Bar slots={slots} />
      </span>
      <span className="block text-sm text-muted">
        {parts
          .filter((part) => counts[part] > 0)
          .map((part) => t(`short.${part}`, { count: formatNumber(counts[part], locale) }))
          .join(" · ")}
      </span>
    </span>
  );
}

/** On the page of one keypad, with its legend. */
export function SlotsFigure({ slots }: { slots: Slots }) {
  const t = useTranslations("keypads.slots");
  const locale = useLocale();
  const counts = countsOf(slots);
  return (
    <div>
      <Bar slots={slots} tall />
      <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-2 sm:flex sm:flex-wrap">
        {parts.map((part) => (
          <Legend key={part} ink={inks[part]} term={t(part)} value={formatNumber(counts[part], locale)} />
        ))}
        <Legend ink="bg-pressed" term={t("room")} value={formatNumber(slots.free, locale)} />
      </dl>
    </div>
  );
}

function Legend({ ink, term, value }: { ink: string; term: string; value: string }) {
  return (
    <div className="sm:min-w-28">
      <dt className="flex items-center gap-1.5 text-sm text-muted">
        <span aria-hidden="true" className={`size-2.5 rounded-sm border border-line ${ink}`} />
        {term}
      </dt>
      <dd className="tnum text-lg font-semibold">{value}</dd>
    </div>
  );
}
