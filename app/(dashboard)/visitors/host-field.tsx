"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Person } from "@/components/form/found-people";
import { PersonPicker } from "@/components/form/person-picker";
import { findHostsAction } from "./actions";
import type { VisitFormApi } from "./visit-form";

/** Who answers for the visitor. */
export function HostField({ form, host: first }: { form: VisitFormApi; host: Person | null }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("visits.form");
  const [host, setHost] = useState(first);
  return (
    <PersonPicker
      id={form.fieldId("hostId")}
      error={form.errorOf("hostId")}
      label={t("host")}
      hint={t("hostHint")}
      placeholder={t("findHost")}
      otherLabel={t("otherHost")}
      find={findHostsAction}
      tell={(count) => t("found", { count })}
      chosen={host}
      onChoose={(next) => {
        setHost(next);
        form.setValue("hostId", next?.id ?? "", { shouldDirty: true, shouldValidate: next !== null });
      }}
    />
  );
}
