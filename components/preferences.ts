/** What a person likes, kept in cookies so that the first paint is right already. */
export const themeCookie = "postern-theme";
export const sidebarCookie = "postern-sidebar";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export function isTheme(value: unknown): value is Theme {
  return themes.some((theme) => theme === value);
}

const yearInSeconds = 31_536_000;

/** In the browser only. */
export function rememberPreference(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${yearInSeconds}; samesite=lax`;
}
