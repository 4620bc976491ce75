"use client";

import { DropdownMenu } from "radix-ui";
import type { RefObject } from "react";
import { Icon } from "./icon";
import type { MenuItem } from "./menu";
import { PageLink } from "./page-link";

const itemClass =
  "flex min-h-8 cursor-default items-center gap-2.5 rounded px-2 text-base outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50 pointer-coarse:min-h-10";

export function MenuContent({
  items,
  align,
  button,
  labelId,
  onClose,
}: {
  items: readonly MenuItem[];
  align: "start" | "end";
  button: RefObject<HTMLButtonElement | null>;
  labelId: string;
  onClose: () => void;
}) {
  const sections = Map.groupBy(items, (item) => item.section ?? "");
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      {/* The real button was there before this file was loaded; this only tells where it stands. */}
      <DropdownMenu.Trigger asChild>
        <span aria-hidden="true" tabIndex={-1} className="pointer-events-none absolute inset-0" />
      </DropdownMenu.Trigger>
      {/* Not in the body: outside of an open dialog all is inert, and content outside of landmarks gets lost. */}
      <DropdownMenu.Portal container={button.current?.closest<HTMLElement>("dialog, main, header")}>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-labelledby={labelId}
          onPointerDownOutside={(event) => {
            if (event.target instanceof Node && button.current?.contains(event.target))
              event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            button.current?.focus();
          }}
          className="z-50 max-h-[min(24rem,var(--radix-dropdown-menu-content-available-height))] min-w-48 animate-appear overflow-y-auto rounded-lg border border-line bg-surface p-1 text-ink shadow-lg"
        >
          {[...sections].map(([section, list], index) => (
            <DropdownMenu.Group key={section}>
              {index > 0 && <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />}
              {section && (
                <DropdownMenu.Label className="px-2 py-1 text-xs text-muted">{section}</DropdownMenu.Label>
              )}
              {list.map((item) => (
                <Item key={item.id} item={item} />
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  const tone = item.danger ? "text-danger" : "";
  const select = (event: Event) => {
    if (item.keepOpen) event.preventDefault();
    item.onSelect?.();
  };
  if (item.checked !== undefined) {
    return (
      <DropdownMenu.CheckboxItem
        checked={item.checked}
        disabled={item.disabled}
        onSelect={select}
        className={itemClass}
      >
        <span className="inline-flex w-4">
          <DropdownMenu.ItemIndicator>
            <Icon name="check" />
          </DropdownMenu.ItemIndicator>
        </span>
        {item.label}
      </DropdownMenu.CheckboxItem>
    );
  }
  const content = (
    <>
      {item.icon && <Icon name={item.icon} className={item.danger ? "" : "text-muted"} />}
      {item.label}
    </>
  );
  return (
    <DropdownMenu.Item
      asChild={item.href !== undefined}
      disabled={item.disabled}
      onSelect={select}
      className={`${itemClass} ${tone}`}
    >
      {item.href === undefined ? content : <PageLink href={item.href}>{content}</PageLink>}
    </DropdownMenu.Item>
  );
}
