"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import type { Consequences } from "@/lib/access/consequences";
import type { Refusal, Result } from "@/lib/result";

export interface ReviewPreview {
  readonly consequences: Consequences;
  readonly fingerprint: string;
}

/** What is about to be confirmed, with what it will do. */
export interface Reviewed<Input> {
  readonly input: Input;
  readonly preview: ReviewPreview;
  /** It does something else by now than what was shown before. */
  readonly changed: boolean;
}

interface Options<Input, Value> {
  preview: (input: Input) => Promise<Result<ReviewPreview>>;
  commit: (input: Input, seen: string) => Promise<Result<Value>>;
  onDone: (value: Value, input: Input) => void;
  /** For dialogs that are loaded when they open: asked as soon as they stand. */
  startWith?: Input;
}

/** The worker takes the change up a moment after it was committed; only then there is something under way to watch. */
const pausesMs = [1_500, 5_000];

/**
 * Consequences before commit: asks what an input would do, shows it, and commits exactly that. When something moved in
 * between, the new consequences are shown and have to be confirmed again.
 */
export function useReview<Input, Value>({ preview, commit, onDone, startWith }: Options<Input, Value>) {
  const router = useRouter();
  const [reviewed, setReviewed] = useState<Reviewed<Input> | null>(null);
  const [problem, setProblem] = useState<Refusal | "lost" | null>(null);
  const [pending, startTransition] = useTransition();

  async function look(input: Input, changed: boolean) {
    const found = await preview(input);
    if (found.ok) setReviewed({ input, preview: found.value, changed });
    else setProblem(found.refusal);
  }

  async function send({ input, preview: seen }: Reviewed<Input>) {
    const result = await commit(input, seen.fingerprint);
    if (result.ok) {
      onDone(result.value, input);
      for (const pause of pausesMs) setTimeout(() => router.refresh(), pause);
    } else if (result.refusal.code === "plan_changed") await look(input, true);
    else setProblem(result.refusal);
  }

  function run(work: () => Promise<void>) {
    setProblem(null);
    startTransition(async () => {
      try {
        await work();
      } catch (error) {
        // Redirects and 403s travel as errors; Next must see them.
        if (error instanceof Error && "digest" in error) throw error;
        setProblem("lost");
      }
    });
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => {
    if (startWith !== undefined) run(() => look(startWith, false));
  }, []);

  return {
    reviewed,
    pending,
    problem,
    /** Asks what this would do. */
    ask: (input: Input) => run(() => look(input, false)),
    /** Shows consequences that were fetched elsewhere, by a form for instance. */
    show: (input: Input, found: ReviewPreview) => {
      setProblem(null);
      setReviewed({ input, preview: found, changed: false });
    },
    confirm: () => {
      if (reviewed && !pending) run(() => send(reviewed));
    },
    close: () => {
      setReviewed(null);
      setProblem(null);
    },
  };
}
