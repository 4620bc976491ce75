"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Icon, type IconName } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";

export interface PaletteItem {
  id: string;
  label: string;
  href: string;
  icon: IconName;
  group: "pages" | "actions" | "results";
  /** A word that tells two of the same name apart. */
  detail?: string;
}

export type PaletteSearch = (query: string) => Promise<readonly PaletteItem[]>;

const load = () => import("./palette-content").then((module) => module.PaletteContent);
const PaletteContent = dynamic(load, { ssr: false });

/** Ctrl-K or Cmd-K from anywhere. Until then there is only a button. */
export function CommandPalette({ items, search }: { items: readonly PaletteItem[]; search?: PaletteSearch }) {
  const t = useTranslations("frame.palette");
  const [open, setOpen] = useState(false);

  useEffect(() => {
    function openOnKeys(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      // An open dialog has the keyboard, also when it is the palette itself.
      if (!document.querySelector("dialog[open]")) setOpen(true);
    }
    document.addEventListener("keydown", openOnKeys);
    return () => document.removeEventListener("keydown", openOnKeys);
  }, []);

  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-keyshortcuts="Control+K Meta+K"
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpen(true)}
        className="target-square flex items-center justify-center gap-2 rounded-md border border-line px-2 text-muted hover:bg-hover hover:text-ink lg:w-60 lg:justify-start lg:px-2.5"
      >
        <Icon name="search" />
        <span className="flex-1 truncate text-left max-lg:sr-only">{t("open")}</span>
        <span className="max-lg:hidden">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      {open && <PaletteContent items={items} search={search} onClose={() => setOpen(false)} />}
    </>
  );
}
