"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Refusal, Result } from "@/lib/result";

/** How a search stands. While it waits, what was found before stays in sight. */
export type SearchState<Found> =
  | { readonly step: "idle" }
  | { readonly step: "waiting" | "found"; readonly found: Found | null }
  /** Without a refusal no answer came at all. */
  | { readonly step: "failed"; readonly refusal: Refusal | null };

type Find<Found> = (q: string) => Promise<Result<Found>>;

const pauseMs = 200;

/** Asks when typing pauses. Answers may overtake each other; only the one to the latest question counts. */
export function createSearch<Found>(show: (state: SearchState<Found>) => void, least = 1) {
  let found: Found | null = null;
  let latest: object | null = null;
  /** The latest question as long as it was not asked, or was not answered when it was. */
  let due: (() => Promise<void>) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function ask(typed: string, find: Find<Found>) {
    const q = typed.trim();
    if (q.length < least) return clear();
    stop();
    const question = async () => {
      due = null;
      show({ step: "waiting", found });
      const result = await find(q).catch(() => null);
      if (latest !== question) return;
      found = result?.ok ? result.value : null;
      if (result?.ok) return show({ step: "found", found });
      due = question;
      show({ step: "failed", refusal: result?.refusal ?? null });
    };
    latest = question;
    due = question;
    show({ step: "waiting", found });
    timer = setTimeout(now, pauseMs);
  }

  /** Asks without waiting for more to be typed, or once more when the answer did not come. */
  function now() {
    clearTimeout(timer);
    void due?.();
  }

  function stop() {
    clearTimeout(timer);
    latest = null;
    due = null;
  }

  function clear() {
    stop();
    found = null;
    show({ step: "idle" });
  }

  return { ask, now, stop, clear };
}

/** A search for what is typed into a box: its state, its box, and what can be done with it. */
export function useSearch<Found>(find: Find<Found>, least?: number) {
  const t = useTranslations();
  const [state, setState] = useState<SearchState<Found>>({ step: "idle" });
  const [search] = useState(() => createSearch(setState, least));
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => search.stop, [search]);

  function problemOf(refusal: Refusal | null) {
    return refusal ? t(`errors.${refusal.code}`, { ...refusal.params }) : t("common.form.lost");
  }

  return {
    isWaiting: state.step === "waiting",
    /** Why there is no answer, in words. */
    problem: state.step === "failed" ? problemOf(state.refusal) : null,
    box,
    found: "found" in state ? state.found : null,
    ask: (typed: string) => search.ask(typed, find),
    now: search.now,
    clear: search.clear,
  };
}

export type Search<Found> = ReturnType<typeof useSearch<Found>>;
