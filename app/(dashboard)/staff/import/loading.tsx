import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div aria-hidden="true" className="space-y-6">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-6 w-full max-w-2xl" />
      <Skeleton className="h-72 w-full" />
    </div>
  );
}
