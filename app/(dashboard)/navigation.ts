import type { PaletteItem } from "@/components/frame/command-palette";
import type { NavGroup } from "@/components/frame/navigation";
import type { IconName } from "@/components/ui/icon";
import { type Permission, type Role, roleMay } from "@/lib/auth/permissions";
import type { Messages } from "@/lib/i18n/messages/en";

type PageId = keyof Messages["frame"]["pages"];
type GroupId = keyof Messages["frame"]["groups"];
type ActionId = keyof Messages["frame"]["actions"];

interface Page {
  readonly id: PageId;
  readonly group: GroupId | null;
  readonly href: string;
  readonly icon: IconName;
  readonly permission: Permission;
}

const pages: readonly Page[] = [
  { id: "overview", group: null, href: "/", icon: "layout-dashboard", permission: "overview:read" },
  { id: "staff", group: "people", href: "/staff", icon: "users", permission: "staff:read" },
  { id: "teams", group: "people", href: "/teams", icon: "users-round", permission: "staff:read" },
  { id: "schedules", group: "people", href: "/schedules", icon: "calendar-clock", permission: "rules:read" },
  { id: "codes", group: "people", href: "/codes", icon: "hash", permission: "codes:find" },
  { id: "visitors", group: "people", href: "/visitors", icon: "user-check", permission: "visits:read" },
  { id: "locks", group: "doors", href: "/locks", icon: "lock", permission: "devices:read" },
  { id: "openers", group: "doors", href: "/openers", icon: "door-open", permission: "devices:read" },
  { id: "keypads", group: "doors", href: "/keypads", icon: "keyboard", permission: "devices:read" },
  { id: "areas", group: "doors", href: "/areas", icon: "map", permission: "devices:read" },
  { id: "rules", group: "doors", href: "/rules", icon: "key-round", permission: "rules:read" },
  { id: "audit", group: "records", href: "/audit", icon: "scroll-text", permission: "entries:read" },
  { id: "changes", group: "records", href: "/changes", icon: "history", permission: "changes:read" },
  { id: "alerts", group: "records", href: "/alerts", icon: "bell", permission: "alerts:read" },
  {
    id: "connection",
    group: null,
    href: "/settings/connection",
    icon: "settings",
    permission: "settings:read",
  },
];

const actions: readonly { id: ActionId; href: string; icon: IconName; permission: Permission }[] = [
  { id: "addStaff", href: "/staff/new", icon: "plus", permission: "staff:write" },
  { id: "importStaff", href: "/staff/import", icon: "file-spreadsheet", permission: "import:run" },
  { id: "addVisitor", href: "/visitors/new", icon: "user-check", permission: "visits:write" },
  { id: "printSheets", href: "/codes/sheets/new", icon: "printer", permission: "codes:print" },
  { id: "rotateCodes", href: "/codes/rotations/new", icon: "refresh-cw", permission: "codes:rotate" },
];

export interface Words {
  page: (id: PageId) => string;
  group: (id: GroupId) => string;
  action: (id: ActionId) => string;
}

/** What stands behind the names of pages. */
export type Badges = Partial<Record<PageId, NavGroup["items"][number]["badge"]>>;

/** The sidebar of a role: neighbours of one group stand together, in the order of the table above. */
export function navigationOf(role: Role, words: Words, badges: Badges = {}): NavGroup[] {
  const groups: { id: string; label: string | null; items: NavGroup["items"][number][] }[] = [];
  for (const page of pages) {
    if (!roleMay(role, page.permission)) continue;
    const { id, href, icon } = page;
    const item = { id, label: words.page(id), href, icon, badge: badges[id] };
    const last = groups.at(-1);
    if (page.group !== null && last?.id === page.group) last.items.push(item);
    else {
      groups.push({
        id: page.group ?? page.id,
        label: page.group && words.group(page.group),
        items: [item],
      });
    }
  }
  return groups;
}

/** What the command palette knows before anything is typed. */
export function paletteOf(role: Role, words: Words): PaletteItem[] {
  const allowed = <T extends { permission: Permission }>(entries: readonly T[]) =>
    entries.filter((entry) => roleMay(role, entry.permission));
  return [
    ...allowed(pages).map(({ id, href, icon }) => ({
      id,
      href,
      icon,
      label: words.page(id),
      group: "pages" as const,
    })),
    ...allowed(actions).map(({ id, href, icon }) => ({
      id,
      href,
      icon,
      label: words.action(id),
      group: "actions" as const,
    })),
  ];
}
