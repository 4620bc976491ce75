"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ReviewSteps } from "@/components/access/review-steps";
import { useReview } from "@/components/access/use-review";
import { useReviewForm } from "@/components/access/use-review-form";
import { Form } from "@/components/form/form";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { showToast } from "@/components/ui/toast";
import { type SiteInput, siteSchema } from "@/lib/sites/schema";
import { createSiteAction, previewUpdateSiteAction, updateSiteAction } from "./actions";

interface Existing extends SiteInput {
  readonly siteId: string;
  readonly version: string;
}

/** A new site is saved at once, since it has no doors; an edit shows first whose dates move. */
export function SiteForm({ zones, existing }: { zones: readonly string[]; existing: Existing | null }) {
  return existing ? <EditForm zones={zones} existing={existing} /> : <NewForm zones={zones} />;
}

function NewForm({ zones }: { zones: readonly string[] }) {
  const t = useTranslations("devices.sites");
  const router = useRouter();
  const form = useActionForm<typeof siteSchema, { siteId: string }>({
    action: createSiteAction,
    schema: siteSchema,
    defaultValues: { name: "", timeZone: "", remoteOpening: true, reasonRequired: false },
    onDone: (_value, { name }) => {
      showToast({ message: t("created", { name }) });
      router.push("/settings/sites");
      router.refresh();
    },
  });
  return <Fields form={form} zones={zones} submitLabel={t("create")} />;
}

function EditForm({ zones, existing }: { zones: readonly string[]; existing: Existing }) {
  const t = useTranslations("devices.sites");
  const router = useRouter();
  const { siteId, version, name, timeZone, remoteOpening, reasonRequired } = existing;
  const preview = (site: SiteInput) => previewUpdateSiteAction({ siteId, version, site });
  const review = useReview<SiteInput, { siteId: string }>({
    preview,
    commit: (site, seen) => updateSiteAction({ siteId, version, site, seen }),
    onDone: (_value, site) => {
      showToast({ message: t("saved", { name: site.name }) });
      router.push("/settings/sites");
      router.refresh();
    },
  });
  const { form, stale } = useReviewForm({
    preview,
    show: review.show,
    schema: siteSchema,
    defaultValues: { name, timeZone, remoteOpening, reasonRequired },
  });
  return (
    <ReviewSteps
      review={review}
      intro={t("reviewIntro")}
      confirmLabel={t("confirm")}
      staleHref={stale ? `/settings/sites/${siteId}` : null}
    >
      <Fields form={form} zones={zones} submitLabel={t("review")} />
    </ReviewSteps>
  );
}

type SiteFormApi = Pick<
  ReturnType<typeof useActionForm<typeof siteSchema, unknown>>,
  "errorOf" | "errors" | "fieldId" | "pending" | "refusalText" | "register" | "submit" | "submitCount"
>;

function Fields({
  form,
  zones,
  submitLabel,
}: {
  form: SiteFormApi;
  zones: readonly string[];
  submitLabel: string;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("devices.sites");
  const tPolicy = useTranslations("operations.policy");
  return (
    <Form form={form} labels={{ name: t("name"), timeZone: t("zone") }} className="max-w-3xl space-y-6">
      <Card>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField form={form} name="name" label={t("name")} hint={t("nameHint")} required />
          <SelectField
            form={form}
            name="timeZone"
            label={t("zone")}
            hint={t("zoneHint")}
            placeholder={t("chooseZone")}
            required
            options={zones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
          />
        </div>
      </Card>
      <Card title={tPolicy("title")} description={tPolicy("description")}>
        <div className="space-y-3">
          <Checkbox
            {...form.register("remoteOpening")}
            label={tPolicy("remoteOpening")}
            hint={tPolicy("remoteOpeningHint")}
          />
          <Checkbox
            {...form.register("reasonRequired")}
            label={tPolicy("reasonRequired")}
            hint={tPolicy("reasonRequiredHint")}
          />
        </div>
      </Card>
      <div className="flex flex-wrap justify-end gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          {submitLabel}
        </Button>
      </div>
    </Form>
  );
}
