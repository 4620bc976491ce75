"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";
import { useSearch } from "@/components/form/use-search";
import { Icon } from "@/components/ui/icon";
import type { Filter, FilterOption } from "./column";
import type { ListAddress } from "./use-list-address";

const none: readonly FilterOption[] = [];

/** A filter with too many values for a list: what is typed is looked for, and one of the found ones chosen. */
export function FilterSearch({
  filter,
  chosen,
  address,
  find,
}: {
  filter: Filter;
  chosen: readonly string[];
  address: ListAddress;
  find: NonNullable<Filter["find"]>;
}) {
  const t = useTranslations("common.table");
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const { found, isWaiting, problem, ask, now, clear } = useSearch((q) => find({ q }));
  const left = (found ?? none).filter(({ value }) => !chosen.includes(value));
  const current = Math.min(at, left.length - 1);
  const isShown = isOpen && text.trim() !== "";

  function choose(option: FilterOption | undefined) {
    if (!option) return;
    address.go({ [filter.id]: [...chosen, option.value].join(",") });
    setText("");
    clear();
    setOpen(false);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && left.length > 0) {
      event.preventDefault();
      setOpen(true);
      setAt((current + step + left.length) % left.length);
    }
    if (event.key === "Enter" && isShown) {
      event.preventDefault();
      if (problem) now();
      else choose(left[current]);
    }
    if (event.key === "Escape" && isShown) {
      event.preventDefault();
      setOpen(false);
    }
  }

  return (
    <div className="relative w-36 max-sm:min-w-32 max-sm:flex-1">
      <input
        role="combobox"
        aria-label={filter.label}
        aria-expanded={isShown}
        aria-controls={isShown ? `${id}-list` : undefined}
        aria-activedescendant={isShown && current >= 0 ? `${id}-${current}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder={filter.label}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          ask(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
        className="control border-line pr-8 placeholder:text-ink"
      />
      <Icon
        name={isWaiting ? "loader-circle" : "search"}
        className={`pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted ${isWaiting ? "animate-spin" : ""}`}
      />
      <p role="status" className="sr-only">
        {isShown && !isWaiting && (problem ?? t("found", { count: left.length }))}
      </p>
      {isShown && (
        <div className="absolute top-full left-0 z-30 mt-1 w-64 max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-1 shadow-lg">
          {left.length === 0 && (
            <p className={`px-2 py-1.5 ${problem ? "text-danger" : "text-muted"}`}>
              {isWaiting ? t("looking") : (problem ?? t("found", { count: 0 }))}
            </p>
          )}
          <div id={`${id}-list`} role="listbox" aria-label={filter.label}>
            {left.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled at the input, which keeps the focus
              <div
                key={option.value}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === current}
                onPointerMove={() => setAt(index)}
                // The input must not lose the focus before the click is there.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(option)}
                className="min-h-8 cursor-default rounded px-2 py-1 aria-selected:bg-hover pointer-coarse:min-h-10"
              >
                <span className="block truncate">{option.label}</span>
                {option.detail && <span className="block truncate text-sm text-muted">{option.detail}</span>}
              </div>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
