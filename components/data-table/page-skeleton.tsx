import { Skeleton } from "@/components/ui/skeleton";
import { TableSkeleton } from "./table-skeleton";

/** A page with a table that is on its way. */
export function PageSkeleton({ columns, rows, label }: { columns?: number; rows?: number; label: string }) {
  return (
    <>
      <div className="mb-6 space-y-2">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-4 w-full max-w-80" />
      </div>
      <TableSkeleton columns={columns} rows={rows} label={label} />
    </>
  );
}
