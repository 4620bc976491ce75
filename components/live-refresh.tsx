"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { follow, mayHaveChanged } from "./live-news";

const firstPauseMs = 1_500;
const longestPauseMs = 10_000;
/** With news coming in, the page is asked for without any only this often. */
const floorMs = 30_000;

// The frame and the page may both wait for something; one of them asks for all.
const waiting = new Set<object>();

/**
 * While something is under way the page asks again, at growing intervals and only while somebody looks at it; where news
 * reach the tab, only when there are some. The live region says when it is finished, for those who do not see the numbers move.
 */
export function LiveRefresh({
  active,
  doneText,
  quiet = false,
  polls = false,
}: {
  active: boolean;
  doneText?: string;
  /** Without words, where another part of the page has them. */
  quiet?: boolean;
  /** What it waits for is not among the news. */
  polls?: boolean;
}) {
  const t = useTranslations("common.live");
  const router = useRouter();
  const [worked, setWorked] = useState(active);
  if (active && !worked) setWorked(true);

  useEffect(() => {
    if (!active) return;
    const self = {};
    waiting.add(self);
    const refresh = () => router.refresh();
    const unfollow = follow({ topics: [], refresh, isBusy: () => false });
    let pause = firstPauseMs;
    // What came while the page was on its way counts as news.
    let askedAt = Date.now() - firstPauseMs;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function schedule() {
      clearTimeout(timer);
      if (document.visibilityState === "hidden") return;
      timer = setTimeout(() => {
        const now = Date.now();
        const may = polls || now > askedAt + floorMs || mayHaveChanged("changes", askedAt);
        if (may && waiting.values().next().value === self) {
          askedAt = now;
          refresh();
        }
        pause = Math.min(longestPauseMs, pause * 1.4);
        schedule();
      }, pause);
    }

    // Whoever comes back to the tab wants to see the present, soon.
    function onVisible() {
      pause = firstPauseMs;
      schedule();
    }

    schedule();
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      waiting.delete(self);
      unfollow();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [active, polls, router]);

  if (quiet) return null;
  return (
    <p role="status" className="sr-only">
      {active ? t("working") : worked ? (doneText ?? t("done")) : ""}
    </p>
  );
}
