const base = "http://postern.invalid";
const notPages = /^\/(?:sign-in|setup|api|_next)(?:\/|$)/;

/**
 * Where to go after the sign-in: the page of ours that `?from=` names, else the overview. Never to another site
 * (`//evil.test`, `/\evil.test`), to an endpoint, or back to the sign-in page.
 */
export function returnPath(from: unknown): string {
  if (typeof from !== "string" || !from.startsWith("/")) return "/";
  if (!URL.canParse(from, base)) return "/";
  const { origin, pathname, search, hash } = new URL(from, base);
  if (origin !== base || pathname.startsWith("//") || notPages.test(pathname)) return "/";
  return pathname + search + hash;
}
