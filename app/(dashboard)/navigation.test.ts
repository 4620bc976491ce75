import { describe, expect, test } from "vitest";
import { roles } from "@/lib/auth/permissions";
import { navigationOf, paletteOf } from "./navigation";

const words = { page: String, group: String, action: String };
const hrefs = (role: (typeof roles)[number]) =>
  navigationOf(role, words).flatMap((group) => group.items.map((item) => item.href));

describe("the sidebar", () => {
  test("shows an owner every page once, under its group", () => {
    expect(navigationOf("owner", words).map((group) => [group.label, group.items.length])).toEqual([
      [null, 1],
      ["people", 5],
      ["doors", 5],
      ["records", 3],
      [null, 1],
    ]);
    expect(new Set(hrefs("owner")).size).toBe(15);
  });

  test("does not show the reception what it may not read", () => {
    expect(hrefs("reception")).not.toContain("/rules");
    expect(hrefs("reception")).not.toContain("/settings/connection");
    expect(hrefs("reception")).toContain("/staff");
  });

  test.each(roles)("and the palette of %s offer the same pages", (role) => {
    const pages = paletteOf(role, words).filter((item) => item.group === "pages");
    expect(pages.map((item) => item.href)).toEqual(hrefs(role));
  });

  test("offers the auditor nothing that writes", () => {
    expect(paletteOf("auditor", words).filter((item) => item.group === "actions")).toEqual([]);
  });
});
