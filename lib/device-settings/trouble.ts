import type { NukiError } from "@/lib/nuki/errors";

export type WriteEnd =
  | { readonly do: "wait"; readonly reason: string; readonly ms: number }
  /** It may have worked: only reading tells. */
  | { readonly do: "look" }
  | { readonly do: "give_up"; readonly reason: string };

const busyMs = 10_000;
const unreachableMs = 15_000;

/** What a failed request means for what it was to bring about. */
export function endOfWrite(error: NukiError): WriteEnd {
  if (error.outcome === "unknown") return { do: "look" };
  if (error.nextStep === "retry_later") return { do: "wait", ...waitOf(error) };
  if (error.nextStep === "sign_in") return { do: "give_up", reason: "nuki_unauthorized" };
  return { do: "give_up", reason: "nuki_refused" };
}

export function waitOf(error: NukiError): { reason: string; ms: number } {
  if (error.status === 423) return { reason: "busy", ms: error.retryAfterMs ?? busyMs };
  if (error.nextStep === "sign_in") return { reason: "nuki_unauthorized", ms: unreachableMs };
  return { reason: "unreachable", ms: error.retryAfterMs ?? unreachableMs };
}
