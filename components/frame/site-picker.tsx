"use client";

import type { Route } from "next";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Select } from "@/components/ui/select";

export interface SiteOption {
  id: string;
  name: string;
}

export function SitePicker({ sites }: { sites: readonly SiteOption[] }) {
  const t = useTranslations("frame.site");
  const router = useRouter();
  const pathname = usePathname();
  const params = useSearchParams();
  const [pending, startTransition] = useTransition();
  if (sites.length < 2) return null;

  function choose(site: string) {
    const next = new URLSearchParams(params);
    next.delete("page");
    if (site) next.set("site", site);
    else next.delete("site");
    const query = next.toString();
    startTransition(() => router.push((query ? `${pathname}?${query}` : pathname) as Route));
  }

  return (
    <Select
      aria-label={t("label")}
      aria-busy={pending}
      quiet
      className="w-32 min-w-0 sm:w-44 sm:shrink-0"
      value={params.get("site") ?? ""}
      placeholder={t("all")}
      options={sites.map((site) => ({ value: site.id, label: site.name }))}
      onChange={(event) => choose(event.target.value)}
    />
  );
}
