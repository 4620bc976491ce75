"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ReviewDialog } from "@/components/access/review-dialog";
import { useReview } from "@/components/access/use-review";
import { showToast } from "@/components/ui/toast";
import { previewTakeOutMembersAction, takeOutMembersAction } from "../actions";

export function TakeOutDialog({
  teamId,
  teamName,
  staffIds,
  onClose,
  onDone,
}: {
  teamId: string;
  teamName: string;
  staffIds: readonly string[];
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("teams.detail");
  const router = useRouter();
  const review = useReview<string[], { count: number }>({
    preview: (ids) => previewTakeOutMembersAction({ teamId, staffIds: ids }),
    commit: (ids, seen) => takeOutMembersAction({ teamId, staffIds: ids, seen }),
    onDone: ({ count }) => {
      showToast({ message: t("takenOut", { count }) });
      onClose();
      onDone();
      router.refresh();
    },
    startWith: [...staffIds],
  });
  return (
    <ReviewDialog
      review={review}
      title={t("takeOutTitle", { count: staffIds.length, team: teamName })}
      confirmLabel={t("removeMembers")}
      danger
      onClose={onClose}
    />
  );
}
