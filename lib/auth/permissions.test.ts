import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { permissions, type Role, roleMay, roles } from "./permissions";

/** What the security lead agreed to, written out a second time: a slip in the table must not pass unseen. */
const agreed: Record<string, readonly Role[]> = {
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
};

describe("the table of permissions", () => {
  test("has exactly the permissions that were agreed", () => {
    expect([...permissions].sort()).toEqual(Object.keys(agreed).sort());
  });

  test.each(permissions.flatMap((permission) => roles.map((role) => ({ role, permission }))))(
    "$role has $permission only as agreed",
    ({ role, permission }) => {
      expect(roleMay(role, permission)).toBe(agreed[permission]?.includes(role) ?? false);
    },
  );

  test("an auditor changes nothing, and the reception opens doors and nothing else", () => {
    const writes = permissions.filter((permission) => !permission.endsWith(":read"));
    expect(writes.filter((write) => roleMay("auditor", write))).toEqual([]);
    expect(writes.filter((write) => roleMay("reception", write))).toEqual(["door:operate"]);
  });
});

interface Endpoint {
  readonly file: string;
  readonly name: string;
  /** What the definition asks for; null when it is not made by `defineAction`, or names no permission in quotes. */
  readonly permission: string | null;
}

/** Every export of a "use server" file, since each of them is an endpoint that anybody can call. */
function endpointsOf(file: string, source: string): Endpoint[] {
  return source
    .split(/^(?=export\b)/m)
    .filter((part) => /^export\b(?!\s+(?:type|interface)\b)/.test(part))
    .map((part) => ({
      file,
      name:
        /^export\s+(?:default\s+)?(?:async\s+)?(?:const|function|let)?\s*(\w+)/.exec(part)?.[1] ??
        part.slice(0, 60),
      permission:
        /^export const \w+ = defineAction(?:<[^{]*>)?\(\{\s*permission: "([^"]+)",/.exec(part)?.[1] ?? null,
    }));
}

const serverFiles = globSync("{app,components,lib}/**/*.{ts,tsx}")
  .filter((file) => !/\.i?test\.tsx?$/.test(file))
  .map((file) => ({ file, source: readFileSync(file, "utf8") }))
  .filter(({ source }) => /^\s*["']use server["']/m.test(source));
/** Who may do these is said by a secret link instead of a session: nobody who has it needs to be one of us. */
const byLink = ["app/(auth)/visits/[token]/actions.ts answerVisitAction"];
const all = serverFiles.flatMap(({ file, source }) => endpointsOf(file, source));
const endpoints = all.filter(({ file, name }) => !byLink.includes(`${file} ${name}`));

describe("the actions", () => {
  test("live in files called actions.ts", () => {
    expect(serverFiles.map(({ file }) => file).filter((file) => !file.endsWith("/actions.ts"))).toEqual([]);
  });

  test("that a link opens are the agreed ones, and ask for nothing but the link", () => {
    const open = all.filter(({ file, name }) => byLink.includes(`${file} ${name}`));
    expect(open.map(({ file, name, permission }) => [`${file} ${name}`, permission])).toEqual(
      byLink.map((endpoint) => [endpoint, null]),
    );
  });

  test("are all made by defineAction with a permission of the table", () => {
    const unguarded = endpoints.filter(
      ({ permission }) => !permissions.some((known) => known === permission),
    );
    expect(unguarded).toEqual([]);
  });

  test.each(endpoints.flatMap((endpoint) => roles.map((role) => ({ ...endpoint, role }))))(
    "$role may run $name ($permission) only as agreed",
    ({ role, permission }) => {
      const allowed = agreed[permission ?? ""];
      expect(allowed).toBeDefined();
      expect(permissions.some((known) => known === permission && roleMay(role, known))).toBe(
        allowed?.includes(role),
      );
    },
  );
});

describe("what counts as unguarded", () => {
  const permissionsIn = (source: string) =>
    endpointsOf("actions.ts", source).map(({ permission }) => permission);

  test.each([
    'export const aAction = defineAction({ input, permission: "staff:write", run });',
    "export const aAction = defineAction({ permission: anything, input, run });",
    "export async function deleteEverythingAction() {}",
    "export const aAction = async () => {};",
    'export { banAction } from "./ban";',
    "export default async function action() {}",
  ])("%s", (source) => {
    expect(permissionsIn(source)).toEqual([null]);
  });

  test("a definition with its permission first is guarded by it", () => {
    const first = 'export const aAction = defineAction({\n  permission: "staff:write",\n  input, run });\n';
    const second = 'export const bAction = defineAction({ permission: "staff:fly", input, run });';
    expect(permissionsIn(`"use server";\n${first}\n${second}`)).toEqual(["staff:write", "staff:fly"]);
  });
});
