/**
 * Calls `hide` when a secret on the screen was seen long enough, or when nobody looks any more: another window, another
 * tab, Escape. Ends with the function that it returns.
 */
export function hideSoon(hide: () => void, afterMs: number): () => void {
  if (document.hidden) hide();
  const ending = new AbortController();
  const { signal } = ending;
  const timer = setTimeout(hide, afterMs);
  document.addEventListener("visibilitychange", hide, { signal });
  window.addEventListener("blur", hide, { signal });
  window.addEventListener("pagehide", hide, { signal });
  window.addEventListener("keydown", (event) => event.key === "Escape" && hide(), { signal });
  return () => {
    clearTimeout(timer);
    ending.abort();
  };
}
