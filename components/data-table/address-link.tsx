"use client";

import Link from "next/link";
import type { ComponentProps, MouseEvent } from "react";
import type { AddressChange, ListAddress } from "./use-list-address";

/** A link to another view of the same list: real enough to copy, and it keeps the rows on screen meanwhile. */
export function AddressLink({
  address,
  change,
  children,
  ...props
}: Omit<ComponentProps<typeof Link>, "href"> & { address: ListAddress; change: AddressChange }) {
  return (
    <Link
      {...props}
      href={address.hrefWith(change)}
      prefetch={false}
      scroll={false}
      onClick={(event: MouseEvent) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        address.go(change);
      }}
    >
      {children}
    </Link>
  );
}
