"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ReviewBody } from "@/components/access/review-body";
import { useReview } from "@/components/access/use-review";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RadioGroup } from "@/components/ui/radio-group";
import { showToast } from "@/components/ui/toast";
import type { TimeWindow } from "@/lib/access/types";
import { chooseWindowAction, previewChooseWindowAction } from "../actions";
import type { WindowChoiceProps } from "./window-choice";

type Take = "inside" | "wider";

/** Both windows with what each costs in minutes; the choice shows its consequences before it counts. */
export function WindowChoiceDialog({
  staffId,
  deviceId,
  kind,
  doorName,
  options,
  onClose,
}: WindowChoiceProps & { onClose: () => void }) {
  const t = useTranslations("staff.choice");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const name = useId();
  const [take, setTake] = useState<Take>(options.inside ? "inside" : "wider");
  const choiceOf = (taken: Take) => ({ staffId, deviceId, kind, take: taken, basis: options.basis });
  const review = useReview<Take, null>({
    preview: (taken) => previewChooseWindowAction(choiceOf(taken)),
    commit: (taken, seen) => chooseWindowAction({ choice: choiceOf(taken), seen }),
    onDone: () => {
      showToast({ message: t("done") });
      onClose();
      router.refresh();
    },
    startWith: take,
  });
  const duration = (total: number) => t("hours", { hours: Math.floor(total / 60), minutes: total % 60 });
  const offers = [
    ...(options.inside
      ? [
          {
            value: "inside",
            label: t("inside"),
            hint: (
              <Offer
                window={options.inside.window}
                cost={t("lost", { time: duration(options.inside.minutesLost) })}
              />
            ),
          },
        ]
      : []),
    {
      value: "wider",
      label: t("wider"),
      hint: (
        <Offer
          window={options.wider.window}
          cost={t("tooMuch", { time: duration(options.wider.minutesTooMuch) })}
        />
      ),
    },
  ];
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={onClose}
      title={t("title")}
      description={t("text", { door: doorName })}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button
            variant="primary"
            pending={review.pending}
            disabled={review.reviewed?.input !== take}
            onClick={review.confirm}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        <RadioGroup
          legend={t("legend", { door: doorName })}
          legendHidden
          name={name}
          options={offers}
          value={take}
          onChange={(event) => {
            const taken = event.target.value === "wider" ? "wider" : "inside";
            setTake(taken);
            review.close();
            review.ask(taken);
          }}
        />
        <ReviewBody reviewed={review.reviewed} problem={review.problem} />
      </div>
    </Dialog>
  );
}

function Offer({ window, cost }: { window: TimeWindow; cost: string }) {
  const text = useScheduleText();
  return (
    <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
      <WeekStrip windows={[window]} label={text([window])} />
      <span className="tnum" aria-hidden="true">
        {text([window])}
      </span>
      <span className="tnum basis-full">{cost}</span>
    </span>
  );
}
