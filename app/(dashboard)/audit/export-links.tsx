"use client";

import { useSearchParams } from "next/navigation";
import { linkButtonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";

/** Downloads what the present address shows, all pages of it. */
export function ExportLinks({
  path,
  formats,
}: {
  path: string;
  formats: readonly { id: string; label: string; title: string }[];
}) {
  const params = useSearchParams();
  return formats.map(({ id, label, title }) => {
    const query = new URLSearchParams(params);
    query.set("format", id);
    return (
      <a
        key={id}
        href={`${path}?${query}`}
        download
        aria-label={title}
        title={title}
        className={linkButtonClass("secondary", "md")}
      >
        <Icon name="download" className="text-muted" />
        {label}
      </a>
    );
  });
}
