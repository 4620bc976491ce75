"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { SelectOption } from "@/components/ui/select";

const PlaceDialog = dynamic(() => import("./place-dialog").then((module) => module.PlaceDialog), {
  ssr: false,
});

/** Says where one device is. */
export function PlaceButton({
  deviceId,
  name,
  siteId,
  sites,
}: {
  deviceId: string;
  name: string;
  siteId: string | null;
  sites: readonly SelectOption[];
}) {
  const t = useTranslations("devices.place");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        icon="map-pin"
        variant={siteId === null ? "primary" : "secondary"}
        onClick={() => setOpen(true)}
      >
        {t(siteId === null ? "action" : "move")}
      </Button>
      {open && (
        <PlaceDialog
          deviceIds={[deviceId]}
          sites={sites}
          current={siteId ?? ""}
          title={t("title", { name })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
