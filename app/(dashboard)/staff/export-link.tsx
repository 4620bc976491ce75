"use client";

import { useSearchParams } from "next/navigation";
import { linkButtonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";

/** Downloads what the present address shows, all pages of it. */
export function ExportLink({ label, title }: { label: string; title: string }) {
  const params = useSearchParams();
  return (
    <a
      href={`/api/export/staff?${params}`}
      download
      aria-label={title}
      title={title}
      className={linkButtonClass("secondary", "md")}
    >
      <Icon name="download" className="text-muted" />
      {label}
    </a>
  );
}
