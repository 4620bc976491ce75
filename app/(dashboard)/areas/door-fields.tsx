"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { FieldError } from "@/components/form/field";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import type { DoorOption } from "@/lib/areas/queries";
import type { AreaFormApi } from "./area-form";

const manyDoors = 8;

/** The doors of an area as boxes to tick, by site; ticked ones stay in sight while one searches. */
export function DoorFields({ form, doors }: { form: AreaFormApi; doors: readonly DoorOption[] }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("areas.form");
  const [wanted, setWanted] = useState("");
  const chosen = useWatch({ control: form.control, name: "deviceIds" });
  const id = form.fieldId("deviceIds");
  const error = form.errorOf("deviceIds");
  const search = wanted.trim().toLowerCase();
  const isShown = (door: DoorOption) =>
    search === "" ||
    chosen.includes(door.id) ||
    `${door.name} ${door.siteName}`.toLowerCase().includes(search);
  const sites = [...Map.groupBy(doors, (door) => door.siteName)];
  const nothing = doors.length > 0 && !doors.some(isShown);
  return (
    <Card title={t("doors")} description={t("doorsHint")}>
      <div id={id} tabIndex={-1} className="space-y-5" aria-describedby={error ? `${id}-error` : undefined}>
        {doors.length === 0 && <p className="text-muted">{t("noDoors")}</p>}
        {doors.length > manyDoors && (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Input
              type="search"
              aria-label={t("find")}
              placeholder={t("find")}
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
              className="max-w-64"
            />
            <p role="status" className="tnum text-sm text-muted">
              {t("chosen", { count: chosen.length })}
            </p>
          </div>
        )}
        {sites.map(([siteName, list]) => (
          <fieldset key={siteName} hidden={!list.some(isShown)}>
            <legend className="mb-2 text-sm font-medium">{siteName}</legend>
            <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
              {list.map((door) => (
                <div key={door.id} hidden={!isShown(door)}>
                  <Checkbox
                    label={door.name}
                    hint={door.type === 2 ? t("opener") : undefined}
                    value={door.id}
                    {...form.register("deviceIds")}
                  />
                </div>
              ))}
            </div>
          </fieldset>
        ))}
        {nothing && <p className="text-muted">{t("noneFound")}</p>}
        <FieldError id={`${id}-error`} text={error} />
      </div>
    </Card>
  );
}
