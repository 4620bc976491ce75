"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import type { ListAddress } from "./use-list-address";

const pauseMs = 250;

/**
 * Searches when typing pauses; `/` brings the focus here from anywhere on the page. Whoever follows a link before that
 * wants to be there, not here: the search must not arrive after them.
 */
export function SearchBox({ label, value, address }: { label: string; value: string; address: ListAddress }) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  /** What the list was searched for when a link came between. */
  const overtaken = useRef<string | null>(null);
  const [text, setText] = useState(value);

  const search = useEffectEvent((query: string) => {
    timer.current = null;
    if (query.trim() !== value) address.go({ q: query.trim() || null }, "replace");
  });

  useEffect(() => {
    const started = setTimeout(() => search(text), pauseMs);
    timer.current = started;
    return () => clearTimeout(started);
  }, [text]);

  const giveWay = useEffectEvent((event: MouseEvent | KeyboardEvent) => {
    if (timer.current === null || event.target === input.current || !leadsElsewhere(event)) return;
    clearTimeout(timer.current);
    timer.current = null;
    overtaken.current = value;
  });

  useEffect(() => {
    const listener = (event: MouseEvent | KeyboardEvent) => giveWay(event);
    // Captured, so that it is settled before the link itself hears of it.
    document.addEventListener("click", listener, true);
    document.addEventListener("keydown", listener, true);
    return () => {
      document.removeEventListener("click", listener, true);
      document.removeEventListener("keydown", listener, true);
    };
  }, []);

  // The link only led to another view of this list: what was typed counts there too, unless the link cleared it.
  const catchUp = useEffectEvent(() => {
    if (overtaken.current === value) search(text);
    overtaken.current = null;
  });
  const here = address.hrefWith({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what it waits for
  useEffect(() => catchUp(), [here]);

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

/** A click on a link, or Enter on whatever has the focus: a row opens by it. Another tab is not elsewhere. */
function leadsElsewhere(event: MouseEvent | KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if ("key" in event) return event.key === "Enter";
  return event.target instanceof Element && event.target.closest("a[href]") !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable], dialog") !== null
  );
}
