"use client";

import { useTranslations } from "next-intl";

interface Problem {
  type?: unknown;
  message?: unknown;
}

const kinds = ["too_small", "too_big", "invalid_type", "invalid_format", "invalid_value", "custom"] as const;

/**
 * A problem in words. Schemas name a message key; the server's refusals are words already; for anything else the kind
 * of the problem decides.
 */
export function useProblemText(): (problem: Problem | undefined, value?: unknown) => string | undefined {
  const t = useTranslations();
  return (problem, value) => {
    if (!problem || (problem.message === undefined && problem.type === undefined)) return undefined;
    const message = typeof problem.message === "string" ? problem.message : "";
    if (problem.type === "server") return message;
    if (isMessageKey(message, t)) return t(message);
    if (isBlank(value)) return t("common.problem.required");
    const kind = kinds.find((known) => known === problem.type) ?? "invalid";
    return t(`common.problem.${kind}`);
  };
}

type Translate = ReturnType<typeof useTranslations<never>>;
type MessageKey = Parameters<Translate>[0];

function isMessageKey(message: string, t: Translate): message is MessageKey {
  return /^[a-z]\w*(\.\w+)+$/i.test(message) && t.has(message as MessageKey);
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
