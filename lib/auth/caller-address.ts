/**
 * The address that a request came from, for the throttle. Only the last hop of `X-Forwarded-For` was written by
 * something we run (the proxy in front, or Next itself); the hops before it are whatever the caller claims.
 */
export function callerAddress(headers: Record<string, unknown> | undefined): string {
  const forwarded = headers?.["x-forwarded-for"];
  if (typeof forwarded !== "string") return "unknown";
  return forwarded.split(",").at(-1)?.trim() || "unknown";
}
