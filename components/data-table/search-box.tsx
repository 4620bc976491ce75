"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import type { ListAddress } from "./use-list-address";

const pauseMs = 250;

/** Searches when typing pauses; `/` brings the focus here from anywhere on the page. */
export function SearchBox({ label, value, address }: { label: string; value: string; address: ListAddress }) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);

  const search = useEffectEvent((query: string) => {
    if (query.trim() !== value) address.go({ q: query.trim() || null }, "replace");
  });

  useEffect(() => {
    const timer = setTimeout(() => search(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);

  // Going back or clearing the filters changes the search from outside; answers to what is being typed do not.
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value);
  }, [value]);

  useEffect(() => {
    function focusOnSlash(event: KeyboardEvent) {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.select();
      input.current?.focus();
    }
    document.addEventListener("keydown", focusOnSlash);
    return () => document.removeEventListener("keydown", focusOnSlash);
  }, []);

  return (
    <search className="relative w-full sm:w-64">
      <Icon
        name="search"
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
      />
      <input
        ref={input}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") search(text);
        }}
        className="peer control pr-8 pl-8 [&::-webkit-search-cancel-button]:appearance-none"
      />
      <span className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 peer-focus:hidden max-sm:hidden">
        <Kbd>/</Kbd>
      </span>
    </search>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable], dialog") !== null
  );
}
