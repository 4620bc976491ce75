"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
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
    <Dialog open size="sm" onOpenChange={onClose} title={t("title")} locked={form.pending}>
      <Form form={form} labels={{ name: t("name"), list: "", query: "" }}>
        <TextField form={form} name="name" label={t("name")} hint={t("hint")} required />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" pending={form.pending}>
            {t("submit")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
