import type { AccountId } from "@/lib/access/types";

const loopback = ["127.0.0.1", "localhost", "[::1]"];

/** Where Nuki is asked to call for this account. */
export function webhookUrlOf(publicUrl: string, accountId: AccountId): string {
  return `${publicUrl}${pathOf(accountId)}`;
}

/** Registered for this account at some time, under whatever name this server had then. */
export function isOurs(url: string, accountId: AccountId): boolean {
  return URL.canParse(url) && new URL(url).pathname.endsWith(pathOf(accountId));
}

/** Nuki calls https only. The simulator on this machine takes http as well. */
export function canBeCalled(publicUrl: string, apiUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === "https:") return true;
  return loopback.includes(hostname) && loopback.includes(new URL(apiUrl).hostname);
}

function pathOf(accountId: AccountId): string {
  return `/api/nuki/webhook/${accountId}`;
}
