"use client";

import type { KeyboardEvent, ReactNode } from "react";

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Links that stand in rows and columns (`data-at="row column"`) as one tab stop: arrows lead from one to the next, Home
 * and End to the first and the last. A picture of a week would be 168 stops otherwise.
 */
export function RovingLinks({ className, children }: { className?: string; children: ReactNode }) {
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const links = [...event.currentTarget.querySelectorAll<HTMLElement | SVGElement>("[data-at]")];
    const here = links.find((link) => link === event.target);
    const next = here && nextOf(here, links, event.key);
    if (!next) return;
    event.preventDefault();
    here.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the links inside have the focus, this only moves it
    <div className={className} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}

function nextOf<Link extends Element>(here: Link, links: readonly Link[], key: string): Link | undefined {
  if (key === "Home") return links.at(0);
  if (key === "End") return links.at(-1);
  const step = steps[key];
  if (!step) return undefined;
  const [row, column] = placeOf(here);
  const far = links
    .map((link) => ({ link, place: placeOf(link) }))
    .map(({ link, place }) => ({ link, down: place[0] - row, right: place[1] - column }))
    // What lies straight ahead comes before what lies to the side.
    .map(({ link, down, right }) => ({
      link,
      ahead: down * step[0] + right * step[1],
      aside: Math.abs(down * step[1]) + Math.abs(right * step[0]),
    }))
    .filter(({ ahead, aside }) => ahead > 0 && (step[0] !== 0 || aside === 0));
  return far.sort((a, b) => a.ahead - b.ahead || a.aside - b.aside)[0]?.link;
}

function placeOf(link: Element): readonly [number, number] {
  const [row = 0, column = 0] = (link.getAttribute("data-at") ?? "").split(" ").map(Number);
  return [row, column];
}
