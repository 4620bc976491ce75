/** The place of something that is on its way; the caller says once, to everybody, that the page is loading. */
export function Skeleton({ className = "" }: { className?: string }) {
  return <span aria-hidden="true" className={`block animate-pulse rounded bg-pressed ${className}`} />;
}
