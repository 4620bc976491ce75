import type { ComponentProps } from "react";
import { Input } from "@/components/ui/input";

/** A time of day in 24 hours, whatever the browser's language. */
export function ClockInput(props: ComponentProps<"input">) {
  return (
    <Input
      {...props}
      inputMode="numeric"
      autoComplete="off"
      maxLength={8}
      placeholder="09:00"
      className="tnum"
    />
  );
}
