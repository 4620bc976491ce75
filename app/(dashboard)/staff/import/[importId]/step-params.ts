import type { Route } from "next";
import type { Actor } from "@/lib/auth/actor";
import type { ImportDetail } from "@/lib/imports/queries";
import { type ImportStep, importSteps } from "@/lib/imports/schema";

export type StepParams = Readonly<Record<string, string | string[] | undefined>>;

export interface StepProps {
  actor: Actor;
  held: ImportDetail;
  query: StepParams;
}

/**
 * The step that an address asks for, as far as the import has come; else the one where it stands. "auto" is the end,
 * where only the doors can tell whether there is something left to wait for.
 */
export function stepFor(
  { state, settings }: Pick<ImportDetail, "state" | "settings">,
  asked: string | null,
): ImportStep | "auto" {
  const wanted = importSteps.find((step) => step === asked) ?? null;
  switch (state) {
    case "draft": {
      if (!settings.mapped) return "map";
      return wanted && ["map", "check", "plan", "confirm"].includes(wanted) ? wanted : "check";
    }
    case "queued":
    case "running":
      return "apply";
    case "paused":
      // What is left has a plan of its own, to be looked at before it goes on.
      return wanted === "plan" || wanted === "confirm" ? wanted : "apply";
    case "applied":
      return wanted && ["apply", "verify", "result"].includes(wanted) ? wanted : "auto";
    case "discarded":
      return "upload";
    default:
      return state satisfies never;
  }
}

export function stepHref(importId: string, step: ImportStep, more: Record<string, string> = {}): Route {
  return `/staff/import/${importId}?${new URLSearchParams({ step, ...more })}` as Route;
}

export const pageSize = 50;

export function pageOf({ page }: StepParams): number {
  return typeof page === "string" && /^[1-9]\d{0,4}$/.test(page) ? Number(page) : 1;
}
