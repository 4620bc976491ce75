import { Skeleton } from "@/components/ui/skeleton";

/** As high as the table that follows, toolbar included, so that nothing moves. */
export function TableSkeleton({
  columns = 5,
  rows = 12,
  label,
}: {
  columns?: number;
  rows?: number;
  label: string;
}) {
  const line = Array.from({ length: columns }, (_, index) => index);
  return (
    <div role="status" className="space-y-3">
      <span className="sr-only">{label}</span>
      <div className="flex gap-2">
        <Skeleton className="h-8 w-full sm:w-64" />
        <Skeleton className="h-8 w-36 max-sm:hidden" />
      </div>
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        <div className="h-9 border-b border-line bg-subtle" />
        {Array.from({ length: rows }, (_, index) => index).map((row) => (
          <div
            key={row}
            className="flex h-12 items-center gap-6 border-b border-line px-3 last:border-b-0 max-sm:h-24"
          >
            {line.map((column) => (
              <Skeleton
                key={column}
                className={`h-3.5 ${column === 0 ? "w-40" : "w-20 max-sm:hidden"} ${(row + column) % 3 === 0 ? "opacity-70" : ""}`}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
