/*
 * A browser's cookies for tests of what asks for the password again. In the test file:
 * `vi.mock("next/headers", async () => (await import("@/lib/auth/testing")).browser);`
 */

const jar = new Map<string, string>();

/** Stands in for `next/headers`, which knows no request in tests. */
export const browser = {
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) ?? "" } : undefined),
    set: (name: string, value: string) => {
      jar.set(name, value);
    },
  }),
};

/** Another browser, or the same one after its five minutes. */
export function forgetCookies(): void {
  jar.clear();
}
