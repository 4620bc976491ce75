"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useId, useRef, useState } from "react";
import { buttonClass } from "./button-class";
import { Icon, type IconName } from "./icon";

export interface MenuItem {
  id: string;
  label: string;
  icon?: IconName;
  href?: string;
  onSelect?: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** Makes it an item that is on or off. */
  checked?: boolean;
  /** The menu stays open, for choosing several. */
  keepOpen?: boolean;
  /** Items of one section stand together under this heading. */
  section?: string;
}

const load = () => import("./menu-content").then((module) => module.MenuContent);
const MenuContent = dynamic(load, { ssr: false });

/** The button is all that a page loads; the menu itself comes when somebody reaches for it. */
export function Menu({
  label,
  icon,
  text,
  trigger,
  items,
  align = "end",
  className,
}: {
  label: string;
  icon?: IconName;
  text?: string;
  trigger?: ReactNode;
  items: readonly MenuItem[];
  align?: "start" | "end";
  className?: string;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const look =
    className ??
    (text
      ? buttonClass("secondary", "md")
      : "target-square inline-flex items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink");
  return (
    <span className="relative inline-flex">
      <button
        ref={button}
        id={id}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={text || trigger ? undefined : label}
        title={text ? undefined : label}
        className={look}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {/* What is written on a button must be part of its name, or voice control does not find it. */}
        {trigger && <span className="sr-only">{label}</span>}
        {trigger ?? (
          <>
            {icon && <Icon name={icon} className={text ? "text-muted" : ""} />}
            {text}
          </>
        )}
      </button>
      {open && (
        <MenuContent
          items={items}
          align={align}
          button={button}
          labelId={id}
          onClose={() => setOpen(false)}
        />
      )}
    </span>
  );
}
