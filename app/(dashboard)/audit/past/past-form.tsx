import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Select } from "@/components/ui/select";
import type { PastDoor } from "@/lib/past/doors";
import { addressOf, type momentAsked, type Question } from "@/lib/past/question";

/** A question that is all in the address: it works without a script, and can be sent to somebody. */
export function PastForm({
  question,
  doors,
  person,
  moment,
  timeZone,
}: {
  question: Question;
  doors: readonly PastDoor[];
  /** The name of whom it is about. */
  person: string;
  moment: ReturnType<typeof momentAsked>;
  /** Null: that of the door, which is not chosen yet. */
  timeZone: string | null;
}) {
  const t = useTranslations("past.form");
  // Now stays now: a time that stands there would be read on the clock of the next door that is chosen.
  const [date = "", time = ""] = moment.isNow ? [] : moment.local.split("T");
  return (
    <form
      action="/audit/past"
      aria-label={t("label")}
      data-print="none"
      className="flex flex-wrap items-end gap-x-4 gap-y-2"
    >
      <input type="hidden" name="about" value={question.about} />
      {question.person !== "" && <input type="hidden" name="person" value={question.person} />}
      {question.about === "door" ? (
        <Labelled id="past-door" label={t("door")}>
          <Select
            id="past-door"
            name="door"
            required
            className="w-64 max-w-full"
            defaultValue={question.door}
            placeholder={t("chooseDoor")}
          >
            {[...Map.groupBy(doors, (door) => door.siteName ?? t("noSite"))].map(([site, own]) => (
              <optgroup key={site} label={site}>
                {own.map((door) => (
                  <option key={door.id} value={door.id}>
                    {door.name}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        </Labelled>
      ) : (
        <Labelled id="past-person" label={t("person")}>
          <Input
            id="past-person"
            name="q"
            type="search"
            required
            autoComplete="off"
            maxLength={200}
            className="w-64 max-w-full"
            defaultValue={person || question.q}
          />
        </Labelled>
      )}
      <Labelled id="past-date" label={t("date")}>
        <Input id="past-date" name="date" type="date" defaultValue={date} max="9999-12-31" />
      </Labelled>
      <Labelled id="past-time" label={t("time")}>
        <Input id="past-time" name="time" type="time" defaultValue={time} />
      </Labelled>
      <Button type="submit" variant="primary">
        {t("show")}
      </Button>
      {question.date !== "" && (
        <LinkButton href={addressOf(question, { date: "", time: "", second: false })}>{t("now")}</LinkButton>
      )}
      <p className="min-h-8 content-center text-sm text-muted">
        {timeZone === null ? t("zoneOfDoor") : t("zone", { zone: timeZone })}
      </p>
    </form>
  );
}

function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="max-w-full space-y-1">
      <label htmlFor={id} className="block text-sm text-muted">
        {label}
      </label>
      {children}
    </div>
  );
}
