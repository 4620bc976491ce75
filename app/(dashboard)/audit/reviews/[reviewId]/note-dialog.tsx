"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { noteRowAction } from "../actions";
import { TextDialog } from "./text-dialog";

/** The note of one row. */
export function NoteDialog({
  reviewId,
  itemId,
  name,
  note,
  onClose,
}: {
  reviewId: string;
  itemId: number;
  name: string;
  note: string;
  onClose: () => void;
}) {
  const t = useTranslations("reviews.detail");
  const router = useRouter();

  async function save(text: string) {
    const result = await noteRowAction({ reviewId, itemId, note: text });
    if (!result.ok) return result.refusal;
    onClose();
    router.refresh();
    return null;
  }

  return (
    <TextDialog
      title={t("noteOf", { name })}
      label={t("note")}
      hint={t("noteHint")}
      text={note}
      confirmLabel={t("save")}
      send={save}
      onClose={onClose}
    />
  );
}
