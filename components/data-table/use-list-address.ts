"use client";

import type { Route } from "next";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";

export type AddressChange = Readonly<Record<string, string | null>>;

/**
 * Writes the list's state into the address. What is on screen stays until the new rows are there; `pending` tells that
 * they are on their way.
 */
export function useListAddress() {
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const [pending, startTransition] = useTransition();

  function hrefWith(change: AddressChange): Route {
    const next = new URLSearchParams(params);
    for (const [key, value] of Object.entries(change)) {
      if (value === null || value === "") next.delete(key);
      else next.set(key, value);
    }
    // Whatever changes the set or its order starts again at the first page.
    if (!("page" in change) && !("cols" in change) && !("density" in change)) next.delete("page");
    const query = next.toString().replaceAll("%2C", ",");
    return (query ? `${pathname}?${query}` : pathname) as Route;
  }

  function go(change: AddressChange, how: "push" | "replace" = "push") {
    startTransition(() => router[how](hrefWith(change), { scroll: false }));
  }

  return { hrefWith, go, pending };
}

export type ListAddress = ReturnType<typeof useListAddress>;
