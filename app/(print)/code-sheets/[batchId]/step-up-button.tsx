"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";

const StepUpDialog = dynamic(
  () => import("@/components/step-up/step-up-dialog").then((module) => module.StepUpDialog),
  { ssr: false },
);

/** Asks for the password, and for the page once more with it. */
export function StepUpButton({ label }: { label: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [pending, startTransition] = useTransition();

  function proceed() {
    setOpen(false);
    startTransition(() => router.refresh());
  }

  return (
    <>
      <Button variant="primary" icon="lock" pending={pending} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {isOpen && <StepUpDialog onDone={proceed} onClose={() => setOpen(false)} />}
    </>
  );
}
