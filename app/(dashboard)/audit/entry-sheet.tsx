"use client";

import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { useListAddress } from "@/components/data-table/use-list-address";

const Sheet = dynamic(() => import("@/components/ui/sheet").then((module) => module.Sheet), { ssr: false });

/** One entry beside the list; closing it leads back to the same page of the list. */
export function EntrySheet({
  title,
  param = "entry",
  children,
}: {
  title: string;
  /** The member of the address that says which one is shown. */
  param?: string;
  children: ReactNode;
}) {
  const page = useSearchParams().get("page");
  const address = useListAddress();
  return (
    <Sheet open size="lg" title={title} onOpenChange={() => address.go({ [param]: null, page })}>
      {children}
    </Sheet>
  );
}
