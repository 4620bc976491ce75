"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ReviewBody } from "@/components/access/review-body";
import { useReview } from "@/components/access/use-review";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Label } from "@/components/ui/label";
import { Select, type SelectOption } from "@/components/ui/select";
import { showToast } from "@/components/ui/toast";
import { placeDevicesAction, previewPlaceDevicesAction } from "./actions";

interface Input {
  deviceIds: string[];
  siteId: string;
}

/** Gives devices a site; what that does to people's access is shown as soon as one is chosen. */
export function PlaceDialog({
  deviceIds,
  sites,
  current,
  title,
  onClose,
  onDone,
}: {
  deviceIds: readonly string[];
  sites: readonly SelectOption[];
  current: string;
  title: string;
  onClose: () => void;
  onDone?: () => void;
}) {
  const t = useTranslations("devices.place");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const id = useId();
  const [siteId, setSiteId] = useState(current);
  const review = useReview<Input, { placed: number }>({
    preview: previewPlaceDevicesAction,
    commit: (placement, seen) => placeDevicesAction({ placement, seen }),
    onDone: ({ placed }) => {
      showToast({ message: t("done", { count: placed }) });
      onClose();
      onDone?.();
      router.refresh();
    },
  });
  // Answers to an earlier choice may still come in; only what was shown for this site may be confirmed.
  const reviewed = review.reviewed?.input.siteId === siteId ? review.reviewed : null;
  const asked = siteId !== "" && siteId !== current;
  function choose(site: string) {
    setSiteId(site);
    review.close();
    if (site !== "" && site !== current) review.ask({ deviceIds: [...deviceIds], siteId: site });
  }
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={t("text")}
      locked={review.pending && reviewed !== null}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button
            variant="primary"
            disabled={reviewed === null}
            pending={review.pending && reviewed !== null}
            onClick={review.confirm}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <div className="max-w-72 space-y-1.5">
          <Label htmlFor={id}>{t("site")}</Label>
          <Select
            id={id}
            value={siteId}
            placeholder={t("choose")}
            options={sites}
            onChange={(event) => choose(event.target.value)}
          />
        </div>
        {asked && <ReviewBody reviewed={reviewed} problem={review.problem} />}
      </div>
    </Dialog>
  );
}
