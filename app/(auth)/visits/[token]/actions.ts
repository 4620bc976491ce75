"use server";

import type { Route } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { callerAddress } from "@/lib/auth/caller-address";
import { answerByLink } from "@/lib/visits/answer";
import { answers } from "@/lib/visits/schema";

const input = z.object({ token: z.string().min(1).max(100), answer: z.enum(answers) });

/**
 * The host's answer. No session: the link is what the host has, so this is a plain form that works without a script,
 * and the page it leads back to says what became of it.
 */
export async function answerVisitAction(form: FormData): Promise<void> {
  const parsed = input.safeParse({ token: form.get("token"), answer: form.get("answer") });
  if (!parsed.success) return;
  const { token, answer } = parsed.data;
  const address = callerAddress(Object.fromEntries(await headers()));
  const result = await answerByLink({ token, answer, address });
  const page = `/visits/${encodeURIComponent(token)}`;
  const told = result.ok ? null : problems[result.refusal.code];
  // Used, run out or unknown: the page itself knows what to say about that.
  redirect((told ? `${page}?problem=${told}` : page) as Route);
}

const problems: Partial<Record<string, "tooMany" | "forbidden" | "failed">> = {
  too_many_attempts: "tooMany",
  forbidden: "forbidden",
  plan_changed: "failed",
};
