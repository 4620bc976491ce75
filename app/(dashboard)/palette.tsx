"use client";

import { CommandPalette, type PaletteItem } from "@/components/frame/command-palette";
import type { Found } from "@/lib/overview/search";
import { searchAction } from "./actions";

const places = {
  staff: { path: "/staff", icon: "user" },
  team: { path: "/teams", icon: "users-round" },
  door: { path: "/locks", icon: "lock" },
  operation: { path: "/locks", icon: "door-open" },
} as const;

async function search(q: string): Promise<PaletteItem[]> {
  const found = await searchAction({ q });
  // The palette says that nothing was found; a session that ended shows at the next page.
  return found.ok ? found.value.map(itemOf) : [];
}

function itemOf({ kind, id, name, detail, operation }: Found): PaletteItem {
  const { path, icon } = places[kind];
  // Leads to the question, never past it.
  const href = `${path}/${id}${operation ? `?operate=${operation}` : ""}`;
  return { id: `${kind}-${id}`, label: name, href, icon, group: "results", detail };
}

/** The palette with the search over people, teams and doors. */
export function Palette({ items }: { items: readonly PaletteItem[] }) {
  return <CommandPalette items={items} search={search} />;
}
