"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReviewBody } from "@/components/access/review-body";
import { useReview } from "@/components/access/use-review";
import type { Person } from "@/components/form/found-people";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { showToast } from "@/components/ui/toast";
import { addMembersAction, previewAddMembersAction } from "../actions";
import { MemberSearch } from "./member-search";

/** Two steps: choose people by searching, then see what their joining does at the doors. */
export function AddMembersSheet({
  teamId,
  teamName,
  onClose,
}: {
  teamId: string;
  teamName: string;
  onClose: () => void;
}) {
  const t = useTranslations("teams.detail");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const [chosen, setChosen] = useState<readonly Person[]>([]);
  const review = useReview<string[], { count: number }>({
    preview: (staffIds) => previewAddMembersAction({ teamId, staffIds }),
    commit: (staffIds, seen) => addMembersAction({ teamId, staffIds, seen }),
    onDone: ({ count }) => {
      showToast({ message: t("added", { count }) });
      onClose();
      router.refresh();
    },
  });
  const reviewing = review.reviewed !== null;
  return (
    <Sheet
      open
      size="lg"
      onOpenChange={onClose}
      title={t("addTitle", { team: teamName })}
      description={t("addText")}
      locked={review.pending && reviewing}
      footer={
        reviewing ? (
          <>
            <Button icon="chevron-left" onClick={review.close}>
              {t("back")}
            </Button>
            <Button variant="primary" pending={review.pending} onClick={review.confirm}>
              {t("confirmAdd")}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{tCommon("cancel")}</Button>
            <Button
              variant="primary"
              pending={review.pending}
              disabled={chosen.length === 0}
              onClick={() => review.ask(chosen.map((person) => person.id))}
            >
              {t("review")}
            </Button>
          </>
        )
      }
    >
      {/* Stays while the consequences are looked at, so that going back finds everything as it was. */}
      <div hidden={reviewing}>
        <MemberSearch teamId={teamId} chosen={chosen} onChange={setChosen} />
      </div>
      {(reviewing || review.problem !== null) && (
        <ReviewBody reviewed={review.reviewed} problem={review.problem} />
      )}
    </Sheet>
  );
}
