"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { follow, type NewsTopic } from "./live-news";

/** Shows the page anew when something of these topics happened; with `deviceId`, at that door only. */
export function LiveOn({ topics, deviceId }: { topics: readonly NewsTopic[]; deviceId?: string }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const busy = useRef(false);
  // The list is written in the page and a new one at every render; its words stay the same.
  const words = topics.join(" ");

  useEffect(() => {
    busy.current = pending;
  }, [pending]);

  useEffect(
    () =>
      follow({
        topics: words.split(" ") as NewsTopic[],
        deviceId,
        refresh: () => startTransition(() => router.refresh()),
        isBusy: () => busy.current,
      }),
    [router, words, deviceId],
  );

  return null;
}
