"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ReviewDialog } from "@/components/access/review-dialog";
import { useReview } from "@/components/access/use-review";
import { showToast } from "@/components/ui/toast";
import { previewRemoveTeamAction, removeTeamAction } from "../actions";

export function RemoveTeamDialog({
  teamId,
  name,
  onClose,
}: {
  teamId: string;
  name: string;
  onClose: () => void;
}) {
  const t = useTranslations("teams");
  const router = useRouter();
  const review = useReview<string, null>({
    preview: (id) => previewRemoveTeamAction({ teamId: id }),
    commit: (id, seen) => removeTeamAction({ teamId: id, seen }),
    onDone: () => {
      showToast({ message: t("removed", { name }) });
      router.push("/teams");
      router.refresh();
    },
    startWith: teamId,
  });
  return (
    <ReviewDialog
      review={review}
      title={t("removeTitle", { name })}
      confirmLabel={t("remove")}
      danger
      onClose={onClose}
    >
      <p className="text-muted">{t("removeText")}</p>
    </ReviewDialog>
  );
}
