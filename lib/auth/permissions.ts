/** Who may do what, in one table: rows are permissions, columns are roles. The only place where this is decided. */
export const roles = ["owner", "admin", "manager", "reception", "auditor"] as const;
export type Role = (typeof roles)[number];

const table = {
  "overview:read": ["owner", "admin", "manager", "reception", "auditor"],
  "staff:read": ["owner", "admin", "manager", "reception", "auditor"],
  "staff:write": ["owner", "admin", "manager"],
  "staff:remove": ["owner", "admin", "manager"],
  "teams:write": ["owner", "admin", "manager"],
  "schedules:write": ["owner", "admin", "manager"],
  "areas:write": ["owner", "admin"],
  "rules:read": ["owner", "admin", "manager", "auditor"],
  "rules:write": ["owner", "admin", "manager"],
  "devices:read": ["owner", "admin", "manager", "reception", "auditor"],
  "devices:write": ["owner", "admin"],
  "door:operate": ["owner", "admin", "manager", "reception"],
  "codes:write": ["owner", "admin", "manager"],
  "codes:reveal": ["owner", "admin", "manager"],
  "codes:find": ["owner", "admin", "manager"],
  "codes:print": ["owner", "admin", "manager"],
  "codes:rotate": ["owner", "admin", "manager"],
  "codes:list": ["owner"],
  "visits:read": ["owner", "admin", "manager", "reception", "auditor"],
  "visits:write": ["owner", "admin", "manager"],
  "entries:read": ["owner", "admin", "manager", "reception", "auditor"],
  "audit:read": ["owner", "admin", "auditor"],
  "past:read": ["owner", "admin", "manager", "auditor"],
  "reviews:read": ["owner", "admin", "manager", "auditor"],
  "reviews:write": ["owner", "admin", "manager"],
  "names:reveal": ["owner", "admin", "manager"],
  "presence:read": ["owner", "admin", "manager", "reception", "auditor"],
  "privacy:write": ["owner", "admin"],
  "staff:export": ["owner", "admin"],
  "bridges:write": ["owner", "admin"],
  "alerts:read": ["owner", "admin", "manager", "auditor"],
  "alerts:write": ["owner", "admin", "manager"],
  "alerts:configure": ["owner", "admin"],
  "live:read": ["owner", "admin", "manager", "reception", "auditor"],
  "changes:read": ["owner", "admin", "manager", "auditor"],
  "changes:write": ["owner", "admin", "manager"],
  "import:run": ["owner", "admin", "manager"],
  "settings:read": ["owner", "admin", "auditor"],
  "connection:write": ["owner"],
  "admins:write": ["owner"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof table;

export const permissions = Object.keys(table) as Permission[];

/** May this role do this? The same answer hides a button and refuses an action. */
export function roleMay(role: Role, permission: Permission): boolean {
  return (table[permission] as readonly Role[]).includes(role);
}
