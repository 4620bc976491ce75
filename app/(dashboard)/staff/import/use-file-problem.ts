"use client";

import { useTranslations } from "next-intl";
import type { FileProblemCode } from "@/lib/import/problem";
import type { Refusal } from "@/lib/result";

export const mostFileBytes = 10 * 1024 * 1024;

/** Why a file is refused, with the line where one can be named; other refusals have their own words. */
export function useFileProblem(): (refusal: Pick<Refusal, "code" | "params">) => string {
  const t = useTranslations("import");
  const tErrors = useTranslations("errors");
  return ({ code, params = {} }) => {
    const { reason, line, ...rest } = params;
    const key = `file.${reason as FileProblemCode}` as const;
    if (code !== "file_refused" || reason === undefined || !t.has(key)) return tErrors(code, params);
    const text = t(key, rest);
    return typeof line === "number" && line > 0 ? t("atLine", { line, text }) : text;
  };
}
