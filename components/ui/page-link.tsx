"use client";

import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";

/**
 * A link that fetches its page when somebody reaches for it. Fetching all that are in view, as the plain link does,
 * would mean sixty requests for a page with fifty rows.
 */
export function PageLink({ href, ...props }: Omit<ComponentProps<typeof Link>, "href"> & { href: string }) {
  const router = useRouter();
  const prefetch = () => router.prefetch(href as Route);
  return (
    <Link {...props} href={href as Route} prefetch={false} onPointerEnter={prefetch} onFocus={prefetch} />
  );
}
