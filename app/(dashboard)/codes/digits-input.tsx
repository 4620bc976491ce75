"use client";

import type { ComponentProps } from "react";
import { Input } from "@/components/ui/input";

/**
 * A field for a code. It has no name: sent before the script has loaded, the digits must not get into an address, and no
 * browser shall offer them again.
 */
export function DigitsInput(props: Omit<ComponentProps<typeof Input>, "name" | "type">) {
  return (
    <Input
      {...props}
      inputMode="numeric"
      autoComplete="off"
      autoCorrect="off"
      spellCheck={false}
      maxLength={9}
      data-1p-ignore
      data-lpignore="true"
      className="tnum w-40 text-lg tracking-widest"
    />
  );
}
