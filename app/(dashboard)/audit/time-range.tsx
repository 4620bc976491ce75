"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { useListAddress } from "@/components/data-table/use-list-address";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type TimePreset, timePresets } from "@/lib/entries/range";

/** Which time is looked at, and where the page shall begin; all times as the clock of `zone` shows them. */
export function TimeRange({
  preset,
  from,
  until,
  zone,
  zoneNote,
  jumps = true,
}: {
  preset: TimePreset | null;
  from: string;
  until: string;
  zone: string;
  /** What is in that zone besides what is typed. */
  zoneNote?: string;
  /** May a page begin at a time? */
  jumps?: boolean;
}) {
  const t = useTranslations("entries");
  const id = useId();
  const address = useListAddress();
  const [custom, setCustom] = useState(preset === "custom");
  const [isTurned, setTurned] = useState(isBackwards(from, until));

  function choose(value: string) {
    setCustom(value === "custom");
    if (value !== "custom") address.go({ when: value, from: null, until: null });
  }

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => String(data.get(name) ?? "").slice(0, 16);
    const typed = { from: text("from"), until: text("until") };
    setTurned(isBackwards(typed.from, typed.until));
    if (!isBackwards(typed.from, typed.until)) address.go({ when: "custom", ...typed });
  }

  function jump(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const at = String(new FormData(event.currentTarget).get("at") ?? "").slice(0, 16);
    if (at) address.go({ page: `at.${at}` });
  }

  return (
    <div data-print="none" className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <Labelled id={`${id}-when`} label={t("time")}>
        <Select
          id={`${id}-when`}
          quiet
          className="w-44"
          value={custom ? "custom" : (preset ?? "")}
          placeholder={t("allTime")}
          options={timePresets.map((value) => ({ value, label: t(`preset.${value}`) }))}
          onChange={(event) => choose(event.target.value)}
        />
      </Labelled>
      {custom && (
        <form onSubmit={apply} className="flex flex-wrap items-end gap-2">
          <Labelled id={`${id}-from`} label={t("from")}>
            <Input
              id={`${id}-from`}
              name="from"
              type="datetime-local"
              defaultValue={from}
              max="9999-12-31T23:59"
            />
          </Labelled>
          <Labelled id={`${id}-until`} label={t("until")}>
            <Input
              id={`${id}-until`}
              name="until"
              type="datetime-local"
              defaultValue={until}
              max="9999-12-31T23:59"
              aria-invalid={isTurned || undefined}
              aria-describedby={isTurned ? `${id}-turned` : undefined}
            />
          </Labelled>
          <Button type="submit">{t("apply")}</Button>
        </form>
      )}
      {custom && isTurned && (
        <p id={`${id}-turned`} role="alert" className="w-full text-sm text-danger">
          {t("rangeTurned")}
        </p>
      )}
      {jumps && (
        <form onSubmit={jump} className="flex flex-wrap items-end gap-2">
          <Labelled id={`${id}-at`} label={t("jumpTo")}>
            <Input id={`${id}-at`} name="at" type="datetime-local" required max="9999-12-31T23:59" />
          </Labelled>
          <Button type="submit">{t("jump")}</Button>
        </form>
      )}
      <p className="min-h-8 content-center text-sm text-muted">{zoneNote ?? t("zone", { zone })}</p>
    </div>
  );
}

/** As the fields write them, times are in order when their letters are. */
function isBackwards(from: string, until: string): boolean {
  return from !== "" && until !== "" && until <= from;
}

function Labelled({ id, label, children }: { id: string; label: string; children: React.ReactNode }) {
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block text-sm text-muted">
        {label}
      </label>
      {children}
    </div>
  );
}
