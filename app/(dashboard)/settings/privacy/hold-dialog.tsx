"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { FormDialog } from "@/components/form/form-dialog";
import type { Person } from "@/components/form/found-people";
import { PersonPicker } from "@/components/form/person-picker";
import { SelectField } from "@/components/form/select-field";
import { TextareaField } from "@/components/form/textarea-field";
import { useActionForm } from "@/components/form/use-action-form";
import { RadioGroup } from "@/components/ui/radio-group";
import { showToast } from "@/components/ui/toast";
import { holdSchema } from "@/lib/retention/schema";
import { findPeopleToHoldAction, placeHoldAction } from "./actions";

/** What must not be deleted, and why. Who looks after some sites holds those. */
export function HoldDialog({
  sites,
  seesAll,
  onClose,
}: {
  sites: readonly { id: string; name: string }[];
  seesAll: boolean;
  onClose: () => void;
}) {
  "use no memo"; // the form's state lives in react-hook-form, which changes it in place
  const t = useTranslations("retention.hold");
  const router = useRouter();
  const [person, setPerson] = useState<Person | null>(null);
  const form = useActionForm({
    schema: holdSchema,
    defaultValues: { scope: "site", siteId: "", staffId: "", reason: "" },
    action: placeHoldAction,
    onDone: () => {
      showToast({ message: t("done"), tone: "ok" });
      onClose();
      router.refresh();
    },
  });
  const scope = useWatch({ control: form.control, name: "scope" });
  const labels = { siteId: t("siteLabel"), staffId: t("staffLabel"), reason: t("reason") };
  return (
    <FormDialog
      form={form}
      labels={labels}
      title={t("dialogTitle")}
      description={t("dialogText")}
      submitLabel={t("place")}
      onClose={onClose}
    >
      {seesAll && (
        <RadioGroup
          legend={t("scope")}
          options={[
            { value: "site", label: t("scopeSite"), hint: t("scopeSiteHint") },
            { value: "staff", label: t("scopeStaff"), hint: t("scopeStaffHint") },
            { value: "all", label: t("scopeAll"), hint: t("scopeAllHint") },
          ]}
          {...form.register("scope")}
        />
      )}
      {scope === "site" && (
        <SelectField
          form={form}
          name="siteId"
          label={labels.siteId}
          placeholder={t("chooseSite")}
          options={sites.map(({ id, name }) => ({ value: id, label: name }))}
          required
        />
      )}
      {scope === "staff" && (
        <PersonPicker
          id={form.fieldId("staffId")}
          error={form.errorOf("staffId")}
          label={labels.staffId}
          hint={t("staffHint")}
          placeholder={t("findStaff")}
          otherLabel={t("otherStaff")}
          find={findPeopleToHoldAction}
          tell={(count) => t("found", { count })}
          chosen={person}
          onChoose={(next) => {
            setPerson(next);
            form.setValue("staffId", next?.id ?? "", { shouldDirty: true, shouldValidate: next !== null });
          }}
        />
      )}
      <TextareaField
        form={form}
        name="reason"
        label={labels.reason}
        hint={t("reasonHint")}
        rows={2}
        required
      />
    </FormDialog>
  );
}
