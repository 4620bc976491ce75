"use client";

import { ErrorState, type ErrorStateProps } from "@/components/error-state";

export default function RootError(props: ErrorStateProps) {
  return (
    <main className="flex min-h-[60dvh] flex-col justify-center">
      <ErrorState {...props} />
    </main>
  );
}
