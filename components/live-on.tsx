"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { follow, type NewsTopic } from "./live-news";

/** Shows the page anew when something of these topics happened; with `deviceId`, at that door only. */
export function LiveOn({ topics, deviceId }: { topics: readonly NewsTopic[]; deviceId?: string }) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const busy = useRef(false);
  const key = topics.join(" ");

  useEffect(() => {
    busy.current = pending;
  }, [pending]);

  useEffect(
    () =>
      follow({
        topics: key.split(" "),
        deviceId,
        refresh: () => startTransition(() => router.refresh()),
        isBusy: () => busy.current,
      }),
    [router, key, deviceId],
  );

  return null;
}
