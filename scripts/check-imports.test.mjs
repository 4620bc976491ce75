import { describe, expect, test } from "vitest";
import { checkImports } from "./check-imports.mjs";

const check = (path, text) => checkImports(new Map([[path, text]]));
const importing = (path, ...specifiers) =>
  check(path, specifiers.map((s) => `import { x } from "${s}";`).join("\n"));

describe("checkImports", () => {
  test.each([
    ["lib/staff/queries.ts", "@/app/page"],
    ["lib/staff/queries.ts", "@/components/ui/button"],
    ["lib/staff/commands.ts", "@/lib/sync/apply"],
    ["lib/staff/commands.ts", "@/lib/jobs/registry"],
    ["lib/staff/commands.ts", "../nuki/simulator/start"],
    ["components/ui/button.tsx", "@/lib/db/connection"],
    ["components/ui/button.tsx", "@/lib/staff/queries"],
    ["components/ui/button.tsx", "../../app/page"],
    ["app/(dashboard)/staff/page.tsx", "@/lib/nuki/client"],
    ["app/(dashboard)/staff/page.tsx", "@/lib/db/connection"],
    ["app/(dashboard)/staff/page.tsx", "drizzle-orm"],
    ["lib/access/plan.ts", "@/lib/db/schema"],
    ["lib/access/plan.ts", "node:crypto"],
    ["lib/access/plan.ts", "crypto"],
    ["lib/access/plan.ts", "react"],
    ["lib/time/zones.ts", "drizzle-orm"],
    ["lib/import/rows.ts", "next/headers"],
    ["lib/import/rows.ts", "../env"],
    ["lib/nuki/client.ts", "./simulator/world.ts"],
    ["lib/nuki/client.ts", "@/lib/db/connection"],
    ["lib/nuki/simulator/world.ts", "../schemas.ts"],
    ["lib/nuki/simulator/world.ts", "@/lib/access/types"],
    ["lib/db/connection.ts", "@/lib/staff/queries"],
    ["lib/staff/schema.ts", "@/lib/db/connection"],
    ["lib/accounts/commands.ts", "@/lib/sync/turn"],
    ["lib/keypads/adopt.ts", "@/lib/sync/turn"],
    ["lib/staff/commands.ts", "@/lib/db/testing"],
    ["lib/staff/commands.ts", "@/lib/demo/seed"],
  ])("%s must not import %s", (path, specifier) => {
    expect(
      importing(path, specifier, ...(path === "lib/db/connection.ts" ? ["server-only"] : [])),
    ).not.toEqual([]);
  });

  test.each([
    ["app/(dashboard)/staff/page.tsx", "@/lib/staff/queries"],
    ["app/(dashboard)/staff/page.tsx", "@/components/data-table/table"],
    ["app/api/health/route.ts", "@/lib/db/connection"],
    ["components/access/week-strip.tsx", "@/lib/access/schedule"],
    ["lib/access/plan.ts", "./types"],
    ["lib/time/zones.ts", "temporal-polyfill"],
    ["lib/import/parse.ts", "papaparse"],
    ["lib/sync/apply.ts", "@/lib/nuki/client"],
    ["lib/sync/apply.ts", "@/lib/changes/queries"],
    ["lib/jobs/registry.ts", "@/lib/sync/apply"],
    ["lib/staff/commands.ts", "@/lib/jobs/queue"],
    ["lib/nuki/client.ts", "zod"],
    ["lib/nuki/simulator/start.ts", "node:http"],
    ["lib/nuki/client.itest.ts", "./simulator/start.ts"],
    ["lib/staff/schema.ts", "zod"],
    ["lib/sync/testing.ts", "@/lib/nuki/simulator/start"],
    ["lib/demo/seed.ts", "@/lib/sync/turn"],
    ["lib/accounts/commands.ts", "@/lib/sync/probe"],
    ["lib/keypads/adopt.ts", "@/lib/sync/adopt"],
  ])("%s may import %s", (path, specifier) => {
    expect(importing(path, specifier)).toEqual([]);
  });

  test("an import is seen in every form", () => {
    for (const form of [
      'import "@/app/page";',
      'import type { A } from "@/app/page";',
      'import a, {\n  b,\n} from "@/app/page";',
      'export { a } from "@/app/page";\nconst b = 1;',
      'const a = await import("@/app/page");',
    ]) {
      expect(check("lib/staff/queries.ts", form), form).toHaveLength(1);
    }
  });

  test("what is only said in a comment is no import", () => {
    expect(
      check("lib/staff/queries.ts", '// import "@/app/page";\n/* import "@/app/page"; */\nconst a = 1;'),
    ).toEqual([]);
  });

  test.each(["Date.now()", "new Date()", "Math.random()", "process.env.TZ", "crypto.randomUUID()"])(
    "a pure folder does not know %s",
    (expression) => {
      expect(check("lib/access/plan.ts", `const now = ${expression};`)).toHaveLength(1);
      expect(check("lib/sync/apply.ts", `const now = ${expression};`)).toEqual([]);
    },
  );

  test("a pure folder may make a date out of an argument", () => {
    expect(check("lib/time/zones.ts", "const day = new Date(ms);")).toEqual([]);
  });

  test("a file of endpoints exports actions only", () => {
    const actions =
      "export const addStaffAction = defineAction({});\nexport async function signOutAction() {}";
    expect(check("app/(dashboard)/staff/actions.ts", `"use server";\n${actions}`)).toEqual([]);
    for (const other of ["export const limit = 5;", "export function addStaff() {}", "export { x };"]) {
      expect(check("app/(dashboard)/staff/actions.ts", `"use server";\n${other}`), other).toHaveLength(1);
    }
  });

  test("a barrel is refused, a file that also does something is not", () => {
    expect(
      check("lib/staff/all.ts", 'export * from "./queries";\nexport { a } from "./commands";\n'),
    ).toHaveLength(1);
    expect(check("lib/staff/all.ts", 'export type { A } from "./queries";\nexport const b = 1;\n')).toEqual(
      [],
    );
  });

  test("the four doors say that they are for the server", () => {
    expect(check("lib/env.ts", "export const env = 1;")).toHaveLength(1);
    expect(check("lib/env.ts", 'import "server-only";\nexport const env = 1;')).toEqual([]);
  });
});
