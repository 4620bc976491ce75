"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import type { OperationKind } from "@/lib/db/schema";
import type { OperationRow } from "@/lib/operations/queries";
import type { Refusal } from "@/lib/result";
import { findPressAction, operateDoorAction } from "./actions";
import { newPressId } from "./press-id";

const askEveryMs = 1_000;

/**
 * One press of one button, from the question to its end. Its id is made once: however often it is pressed or sent, the
 * server does it at most once.
 */
export function usePress({ deviceId, kind }: { deviceId: string; kind: OperationKind }) {
  const router = useRouter();
  const [pressId] = useState(newPressId);
  const [row, setRow] = useState<OperationRow | null>(null);
  const [problem, setProblem] = useState<Refusal | "lost" | null>(null);
  const [pending, startTransition] = useTransition();
  // A second click comes before React has drawn the first one's effect.
  const busy = useRef(false);
  const isOpen = row !== null && !row.settled;
  const isLost = row === null && problem === "lost";

  function press(reason: string): void {
    if (busy.current || row !== null) return;
    busy.current = true;
    setProblem(null);
    startTransition(async () => {
      try {
        const result = await operateDoorAction({ deviceId, kind, pressId, reason });
        if (result.ok) setRow(result.value);
        else setProblem(result.refusal);
      } catch (error) {
        // Redirects and 403s travel as errors; Next must see them.
        if (error instanceof Error && "digest" in error) throw error;
        setProblem("lost");
      } finally {
        busy.current = false;
      }
    });
  }

  useEffect(() => {
    if (!isOpen && !isLost) return;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout>;
    async function ask() {
      const found = await findPressAction({ pressId }).catch(() => null);
      if (stopped) return;
      if (found?.ok && found.value) setRow(found.value);
      timer = setTimeout(ask, askEveryMs);
    }
    timer = setTimeout(ask, askEveryMs);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [isOpen, isLost, pressId]);

  const state = row?.state;
  useEffect(() => {
    if (state) router.refresh();
  }, [state, router]);

  return { press, row, problem, pending };
}
