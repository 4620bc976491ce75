"use client";

import { ErrorState, type ErrorStateProps } from "@/components/error-state";

/** Inside the frame: the sidebar and the sync pill stay. */
export default function PageError(props: ErrorStateProps) {
  return <ErrorState {...props} />;
}
