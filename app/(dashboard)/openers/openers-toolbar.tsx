"use client";

import { useTranslations } from "next-intl";
import { AddressLink } from "@/components/data-table/address-link";
import { SearchBox } from "@/components/data-table/search-box";
import { useListAddress } from "@/components/data-table/use-list-address";
import { linkButtonClass } from "@/components/ui/button-class";
import { Icon } from "@/components/ui/icon";

/** Searches the openers, and leaves only those that need somebody. */
export function OpenersToolbar({
  q,
  needsAttention,
  attention,
}: {
  q: string;
  needsAttention: boolean;
  attention: number;
}) {
  const t = useTranslations("openers");
  const address = useListAddress();
  return (
    <div data-print="none" className="flex flex-wrap items-center gap-2">
      <SearchBox label={t("search")} value={q} address={address} />
      {(attention > 0 || needsAttention) && (
        <AddressLink
          address={address}
          change={{ attention: needsAttention ? null : "any" }}
          className={linkButtonClass("secondary", "md")}
        >
          <Icon name={needsAttention ? "x" : "triangle-alert"} className="text-muted" />
          {needsAttention ? t("showAll") : t("needsYou", { count: attention })}
        </AddressLink>
      )}
    </div>
  );
}
