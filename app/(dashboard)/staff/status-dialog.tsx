"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ReviewDialog } from "@/components/access/review-dialog";
import { useReview } from "@/components/access/use-review";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { showToast } from "@/components/ui/toast";
import type { Result } from "@/lib/result";
import type { BulkItem } from "@/lib/staff/commands";
import {
  previewRemoveStaffAction,
  previewResumeStaffAction,
  previewSuspendStaffAction,
  removeStaffAction,
  resumeStaffAction,
  suspendStaffAction,
} from "./actions";

export type StatusVerb = "suspend" | "resume" | "remove";

interface Input {
  staffIds: string[];
}

const previews = {
  suspend: previewSuspendStaffAction,
  resume: previewResumeStaffAction,
  remove: previewRemoveStaffAction,
};

function commit(verb: StatusVerb, { staffIds }: Input, seen: string): Promise<Result<BulkItem[]>> {
  switch (verb) {
    case "suspend":
      return suspendStaffAction({ staffIds, seen });
    case "resume":
      return resumeStaffAction({ staffIds, seen });
    case "remove":
      return removeStaffAction({ staffIds, seen, typed: staffIds.length });
    default:
      return verb satisfies never;
  }
}

/** Suspends, resumes or removes people after showing what that does; says per person what could not be done. */
export function StatusDialog({
  verb,
  staffIds,
  title,
  doneText,
  typeCount = false,
  onClose,
  onDone,
  children,
}: {
  verb: StatusVerb;
  staffIds: readonly string[];
  title: string;
  doneText?: string;
  typeCount?: boolean;
  onClose: () => void;
  onDone?: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations("staff.bulk");
  const router = useRouter();
  const [input] = useState<Input>(() => ({ staffIds: [...staffIds] }));
  const [left, setLeft] = useState<BulkItem[] | null>(null);
  const finish = () => {
    onClose();
    onDone?.();
    router.refresh();
  };
  const review = useReview<Input, BulkItem[]>({
    preview: (asked) => previews[verb](asked),
    commit: (asked, seen) => commit(verb, asked, seen),
    onDone: (report) => {
      const done = report.filter((item) => item.outcome === "done").length;
      const others = report.filter((item) => item.outcome !== "done");
      showToast({ message: doneText ?? t(`done.${verb}`, { count: done }) });
      // What comes after may take this dialog off the page, so the report is read first.
      if (others.length > 0) setLeft(report);
      else finish();
    },
    startWith: input,
  });
  if (left) return <Report report={left} onClose={finish} />;
  return (
    <ReviewDialog
      review={review}
      title={title}
      confirmLabel={t(verb)}
      danger={verb === "remove"}
      typeCount={typeCount ? staffIds.length : undefined}
      onClose={onClose}
    >
      {children}
    </ReviewDialog>
  );
}

function Report({ report, onClose }: { report: readonly BulkItem[]; onClose: () => void }) {
  const t = useTranslations("staff.bulk");
  const done = report.filter((item) => item.outcome === "done").length;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("reportTitle")}
      description={t("reportSome", { done, left: report.length - done })}
      footer={<Button onClick={onClose}>{t("close")}</Button>}
    >
      <ul className="divide-y divide-line">
        {report.map((item) => (
          <li key={item.staffId} className="flex flex-wrap justify-between gap-x-4 py-2">
            <span className="font-medium">{item.name || item.staffId}</span>
            <span className="text-muted">{t(`outcome.${item.outcome}`)}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
