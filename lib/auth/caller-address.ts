const unknown = "unknown";

/**
 * The address that a request came from. Each proxy adds whom it was called by, so behind `trustedProxies` of them the
 * caller is that many hops before the socket's own address; the hops before that are whatever the caller claims.
 */
export function callerOf(
  forwarded: string | readonly string[] | undefined,
  socketAddress: string | undefined,
  trustedProxies: number,
): string {
  const claimed = typeof forwarded === "string" ? forwarded : (forwarded ?? []).join(",");
  const hops = claimed === "" ? [] : claimed.split(",");
  const chain = [...hops, socketAddress ?? ""].map((hop) => hop.trim().replace(/^::ffff:(?=\d+\.)/i, ""));
  return chain[Math.max(0, chain.length - 1 - trustedProxies)] || unknown;
}

/** The caller's address for the throttle, as `settleIncoming` wrote it into the only hop that there is by then. */
export function callerAddress(headers: Record<string, unknown> | undefined): string {
  const settled = headers?.["x-forwarded-for"];
  return typeof settled === "string" ? callerOf(undefined, settled.split(",").at(-1), 0) : unknown;
}
