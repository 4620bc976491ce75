/**
 * An instant as people say it, with the exact one on hover and for machines. Both texts come from lib/time, in the
 * site's zone.
 */
export function Time({ instant, text, exact }: { instant: number; text: string; exact: string }) {
  return (
    <time dateTime={new Date(instant).toISOString()} title={exact} className="tnum whitespace-nowrap">
      {text}
    </time>
  );
}
