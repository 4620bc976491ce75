"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

const firstPauseMs = 1_500;
const longestPauseMs = 10_000;

// The frame and the page may both wait for something; one of them asks for all.
const waiting = new Set<object>();

/**
 * While something is under way the page asks again, at growing intervals and only while somebody looks at it. The live
 * region says when it is finished, for those who do not see the numbers move.
 */
export function LiveRefresh({
  active,
  doneText,
  quiet = false,
}: {
  active: boolean;
  doneText?: string;
  /** Without words, where another part of the page has them. */
  quiet?: boolean;
}) {
  const t = useTranslations("common.live");
  const router = useRouter();
  const [worked, setWorked] = useState(active);
  if (active && !worked) setWorked(true);

  useEffect(() => {
    if (!active) return;
    const self = {};
    waiting.add(self);
    let pause = firstPauseMs;
    let timer: ReturnType<typeof setTimeout> | undefined;

    function schedule() {
      clearTimeout(timer);
      if (document.visibilityState === "hidden") return;
      timer = setTimeout(() => {
        if (waiting.values().next().value === self) router.refresh();
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
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, [active, router]);

  if (quiet) return null;
  return (
    <p role="status" className="sr-only">
      {active ? t("working") : worked ? (doneText ?? t("done")) : ""}
    </p>
  );
}
