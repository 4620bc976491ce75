"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReviewBody } from "@/components/access/review-body";
import { useReview } from "@/components/access/use-review";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { showToast } from "@/components/ui/toast";
import { previewDoorAreasAction, setDoorAreasAction } from "../actions";
import type { AreasProps } from "./areas-button";

interface Input {
  deviceId: string;
  before: string[];
  areaIds: string[];
}

/** Chooses the areas of a door, and shows what that does to people before it is done. */
export function AreasDialog({
  deviceId,
  name,
  before,
  options,
  onClose,
}: AreasProps & { onClose: () => void }) {
  const t = useTranslations("devices.areas");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const [seen] = useState(before);
  const [chosen, setChosen] = useState<readonly string[]>(before);
  const [asked, setAsked] = useState(false);
  const review = useReview<Input, { changed: number }>({
    preview: previewDoorAreasAction,
    commit: (input, fingerprint) => setDoorAreasAction({ ...input, seen: fingerprint }),
    onDone: ({ changed }) => {
      showToast({ message: t("done", { count: changed }) });
      onClose();
      router.refresh();
    },
  });
  const isSame = chosen.length === seen.length && chosen.every((id) => seen.includes(id));

  function ask() {
    setAsked(true);
    review.ask({ deviceId, before: [...seen], areaIds: [...chosen] });
  }

  function back() {
    setAsked(false);
    review.close();
  }

  return (
    <Dialog
      open
      size="lg"
      title={t("title", { name })}
      description={t("text")}
      locked={review.pending && review.reviewed !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      footer={
        asked ? (
          <>
            <Button onClick={back}>{t("back")}</Button>
            <Button
              variant="primary"
              disabled={review.reviewed === null}
              pending={review.pending && review.reviewed !== null}
              onClick={review.confirm}
            >
              {t("confirm")}
            </Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{tCommon("cancel")}</Button>
            <Button variant="primary" disabled={isSame} onClick={ask}>
              {t("review")}
            </Button>
          </>
        )
      }
    >
      {asked ? (
        <ReviewBody reviewed={review.reviewed} problem={review.problem} />
      ) : (
        <fieldset className="space-y-1">
          <legend className="mb-1.5 text-sm font-medium">{t("legend")}</legend>
          {options.map((area) => (
            <Checkbox
              key={area.id}
              label={area.name}
              checked={chosen.includes(area.id)}
              onChange={(event) =>
                setChosen(event.target.checked ? [...chosen, area.id] : chosen.filter((id) => id !== area.id))
              }
            />
          ))}
        </fieldset>
      )}
    </Dialog>
  );
}
