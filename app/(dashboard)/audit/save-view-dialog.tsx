"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { showToast } from "@/components/ui/toast";
import { type SavedList, savedViewSchema } from "@/lib/saved-views/schema";
import { saveViewAction } from "./actions";

export function SaveViewDialog({ list, onClose }: { list: SavedList; onClose: () => void }) {
  const t = useTranslations("entries.views");
  const router = useRouter();
  const query = useSearchParams().toString();
  const form = useActionForm<typeof savedViewSchema, { viewId: string }>({
    action: saveViewAction,
    schema: savedViewSchema,
    defaultValues: { list, name: "", query },
    onDone: (_, { name }) => {
      showToast({ message: t("done", { name }) });
      onClose();
      router.refresh();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ name: t("name"), list: "", query: "" }}
      size="sm"
      title={t("title")}
      submitLabel={t("submit")}
      onClose={onClose}
    >
      <TextField form={form} name="name" label={t("name")} hint={t("hint")} required />
    </FormDialog>
  );
}
