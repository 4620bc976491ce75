"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { Modal } from "@/components/ui/modal";
import type { PaletteItem, PaletteSearch } from "./command-palette";

const pauseMs = 150;
const none: readonly PaletteItem[] = [];
const groups = ["results", "pages", "actions"] as const;

export function PaletteContent({
  items,
  search,
  onClose,
}: {
  items: readonly PaletteItem[];
  search: PaletteSearch | undefined;
  onClose: () => void;
}) {
  const t = useTranslations("frame.palette");
  const router = useRouter();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const { found, searching } = useFound(query, search);
  const all = [...found, ...items.filter((item) => matches(item.label, query))];
  // In the order in which they are drawn, or the arrows would jump.
  const shown = groups.flatMap((group) => all.filter((item) => item.group === group));
  const current = Math.min(at, shown.length - 1);

  function open(item: PaletteItem | undefined) {
    if (!item) return;
    onClose();
    router.push(item.href as Route);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) {
      event.preventDefault();
      const next = (current + step + shown.length) % shown.length;
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    }
    if (event.key === "Enter") {
      event.preventDefault();
      open(shown[current]);
    }
  }

  return (
    <Modal
      onClose={onClose}
      closeOnBackdrop
      label={t("label")}
      initialFocus={input}
      className="mx-auto mt-[12dvh] w-full max-w-[calc(100vw-2rem)] animate-appear overflow-hidden rounded-xl border border-line sm:max-w-xl"
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Icon name="search" className="text-muted" />
        <input
          ref={input}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
          aria-autocomplete="list"
          aria-label={t("open")}
          placeholder={t("placeholder")}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none"
        />
        {searching && <Icon name="loader-circle" className="animate-spin text-muted" />}
      </div>
      <p role="status" className="sr-only">
        {searching ? t("searching") : t("count", { count: shown.length })}
      </p>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t("label")}
        className="max-h-[min(24rem,60dvh)] overflow-y-auto p-2"
      >
        {groups.map((group) => {
          const list = shown.filter((item) => item.group === group);
          if (list.length === 0) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: options of a listbox are grouped by role
            <div key={group} role="group" aria-label={t(group)}>
              <p aria-hidden="true" className="px-2 pt-2 pb-1 text-xs font-medium text-muted">
                {t(group)}
              </p>
              {list.map((item) => {
                const index = shown.indexOf(item);
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled at the input, which keeps the focus
                  <div
                    key={item.id}
                    id={`${id}-${index}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={index === current}
                    onPointerMove={() => setAt(index)}
                    onClick={() => open(item)}
                    className="flex min-h-9 cursor-default items-center gap-3 rounded-md px-2 aria-selected:bg-hover pointer-coarse:min-h-10"
                  >
                    <Icon name={item.icon} className="text-muted" />
                    <span className="truncate">{item.label}</span>
                    {item.detail && (
                      <span className="ml-auto truncate text-sm text-muted">{item.detail}</span>
                    )}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
      {shown.length === 0 && !searching && (
        <p className="px-4 pb-6 text-center text-muted">{t("empty", { query })}</p>
      )}
    </Modal>
  );
}

/** Asks when typing pauses; an answer that comes late, to an older question, is dropped. */
function useFound(query: string, search: PaletteSearch | undefined) {
  const [answer, setAnswer] = useState<{ query: string; found: readonly PaletteItem[] }>({
    query: "",
    found: none,
  });
  const wanted = search && query.trim().length > 1 ? query.trim() : "";

  useEffect(() => {
    if (!search || !wanted) return;
    let outdated = false;
    const timer = setTimeout(() => {
      search(wanted).then(
        (found) => !outdated && setAnswer({ query: wanted, found }),
        () => !outdated && setAnswer({ query: wanted, found: none }),
      );
    }, pauseMs);
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [wanted, search]);

  return { found: wanted ? answer.found : none, searching: wanted !== "" && answer.query !== wanted };
}

function matches(label: string, query: string): boolean {
  return plain(label).includes(plain(query.trim()));
}

/** "Türen" is found by "turen" too. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
