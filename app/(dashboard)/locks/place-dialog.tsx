"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ReviewBody } from "@/components/access/review-body";
import { useReview } from "@/components/access/use-review";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select, type SelectOption } from "@/components/ui/select";
import { showToast } from "@/components/ui/toast";
import type { Shortened } from "@/lib/retention/preview";
import { formatDate } from "@/lib/time/format";
import { placeDevicesAction, previewPlaceDevicesAction } from "./actions";

interface Placement {
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
  // Answers to an earlier choice may still come in: each is kept with the site that it is about.
  const [doomedAt, setDoomedAt] = useState<Readonly<Record<string, Shortened>>>({});
  const [typed, setTyped] = useState("");
  const doomed = doomedAt[siteId];
  const review = useReview<Placement, { placed: number }>({
    preview: async (placement) => {
      const found = await previewPlaceDevicesAction(placement);
      if (found.ok) setDoomedAt((known) => ({ ...known, [placement.siteId]: found.value.doomed }));
      return found;
    },
    commit: (placement, seen) =>
      placeDevicesAction({ placement, seen, typed: typed === "" ? null : Number(typed) }),
    onDone: ({ placed }) => {
      showToast({ message: t("done", { count: placed }) });
      onClose();
      onDone?.();
      router.refresh();
    },
  });
  // Only what was shown for this site may be confirmed.
  const reviewed = review.reviewed?.input.siteId === siteId ? review.reviewed : null;
  const mustType = reviewed !== null && doomed !== undefined && doomed.count > 0;
  const isReady = reviewed !== null && (!mustType || typed === String(doomed.count));
  const asked = siteId !== "" && siteId !== current;
  function choose(site: string) {
    setSiteId(site);
    setTyped("");
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
          {mustType && (
            <div className="mr-auto flex items-center gap-2">
              <Label htmlFor={`${id}-count`}>{tCommon("typeCount", { count: doomed.count })}</Label>
              <Input
                id={`${id}-count`}
                inputMode="numeric"
                autoComplete="off"
                className="w-20"
                value={typed}
                onChange={(event) => setTyped(event.target.value.trim())}
              />
            </div>
          )}
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button
            variant={mustType ? "danger" : "primary"}
            disabled={!isReady}
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
        {mustType && <Doomed doomed={doomed} />}
        {asked && <ReviewBody reviewed={reviewed} problem={review.problem} />}
      </div>
    </Dialog>
  );
}

/** What the other site does not keep. */
function Doomed({ doomed: { count, isExact, before, timeZone, isHeld } }: { doomed: Shortened }) {
  const t = useTranslations("devices.place");
  const locale = useLocale();
  const date = before === null ? "" : formatDate(before, locale, timeZone);
  return (
    <Callout tone="danger" live>
      <p>{t("doomed", { n: count, exact: String(isExact), date })}</p>
      {isHeld && <p className="mt-2">{t("held")}</p>}
    </Callout>
  );
}
