import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";

/** Downloads the round for a day; a plain form, so it needs no script. */
export function CalendarForm({ day, sites }: { day: string; sites: string }) {
  const t = useTranslations("alerts.round");
  return (
    <form
      action="/api/export/battery-round"
      data-print="none"
      className="flex flex-wrap items-end gap-3 rounded-lg border border-line bg-surface p-4"
    >
      {sites !== "" && <input type="hidden" name="site" value={sites} />}
      <div className="space-y-1.5">
        <Label htmlFor="round-date">{t("day")}</Label>
        <Input
          id="round-date"
          type="date"
          name="date"
          defaultValue={day}
          required
          aria-describedby="round-hint"
        />
      </div>
      <Button type="submit" icon="calendar-plus">
        {t("calendar")}
      </Button>
      <p id="round-hint" className="basis-full text-sm text-muted">
        {t("calendarHint")}
      </p>
    </form>
  );
}
