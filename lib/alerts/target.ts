import { BlockList, isIP } from "node:net";
import { allowedAddress } from "@/lib/nuki/bridge/address";

/*
 * Where outgoing webhooks may go. An admin enters the address, and this server stands in the office's network, so it must
 * not become a way to call what only that network should reach:
 * - https to a name or a public address; what the name leads to is checked at each connection, and must be public,
 * - http or https to a private address, only where it was entered as one (10., 172.16., 192.168., fc00::),
 * - this machine itself only while Nuki is the simulator on it.
 */

/** Everything that is not the open internet. */
const special = new BlockList();
for (const [net, prefix] of [
  ...([
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
  ] as const),
  ...([
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
  ] as const),
  ...([
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 4],
    ["240.0.0.0", 4],
  ] as const),
]) {
  special.addSubnet(net, prefix, "ipv4");
}
/** Global unicast is 2000::/3; inside of it, what embeds other addresses or is for examples. */
const globalV6 = new BlockList();
globalV6.addSubnet("2000::", 3, "ipv6");
for (const [net, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  special.addSubnet(net, prefix, "ipv6");
}

/** Does this address lie in the open internet? */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, "ipv4");
    case 6:
      return globalV6.check(address, "ipv6") && !special.check(address, "ipv6");
    default:
      return false;
  }
}

/** The address as it may be called, or null. */
export function webhookTarget(text: string, { loopback }: { loopback: boolean }): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isSecure = url.protocol === "https:";
  if (!isSecure && url.protocol !== "http:") return null;
  // A password in an address ends up in lists and logs.
  if (url.username !== "" || url.password !== "") return null;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) === 0) {
    if (host === "localhost" || host.endsWith(".localhost")) return loopback ? url : null;
    return isSecure ? url : null;
  }
  const port = Number(url.port) || (isSecure ? 443 : 80);
  if (allowedAddress({ host, port }, { loopback })) return url;
  return isSecure && isPublicAddress(host) ? url : null;
}
