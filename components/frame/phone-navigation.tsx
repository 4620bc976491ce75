"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Modal } from "@/components/ui/modal";
import { Brand } from "./brand";
import { NavLinks } from "./nav-links";
import type { NavGroup } from "./navigation";

export function PhoneNavigation({ brand, groups }: { brand: string; groups: readonly NavGroup[] }) {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <IconButton
        icon="menu"
        label={t("frame.openNavigation")}
        aria-haspopup="dialog"
        aria-expanded={open}
        className="md:hidden"
        onClick={() => setOpen(true)}
      />
      {open && (
        <Modal
          onClose={close}
          closeOnBackdrop
          label={t("frame.navigation")}
          className="mr-auto ml-0 h-dvh max-h-none w-72 max-w-[85vw] animate-slide-in border-r border-line [--slide-from:-24px]"
        >
          <nav aria-label={t("frame.navigation")} className="flex h-full flex-col">
            <div className="flex h-14 items-center justify-between pr-2 pl-4">
              <Brand name={brand} />
              <IconButton icon="x" label={t("common.close")} onClick={close} />
            </div>
            <div className="min-h-0 flex-1 overflow-y-auto px-2.5 py-2">
              <NavLinks groups={groups} onFollow={close} />
            </div>
          </nav>
        </Modal>
      )}
    </>
  );
}
