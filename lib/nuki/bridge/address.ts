import { BlockList, isIPv4, isIPv6 } from "node:net";

export interface BridgeAddress {
  readonly host: string;
  readonly port: number;
}

/** What an office's own network uses. Link-local is left out: 169.254.169.254 is where clouds keep their credentials. */
const privateV4 = listOf("ipv4", [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
]);
const privateV6 = listOf("ipv6", [["fc00::", 7]]);
/** The same credentials, at addresses that clouds took from the private range. */
const cloudV6 = listOf("ipv6", [
  ["fd00:ec2::", 32],
  ["fd20:ce::", 32],
]);
const loopbackV4 = listOf("ipv4", [["127.0.0.0", 8]]);

/**
 * The address in its one written form, or null where it must not be called. Only literal addresses: a name could lead
 * somewhere else between this check and the call. Loopback only where the Nuki account itself is on this machine.
 */
export function allowedAddress(
  { host, port }: BridgeAddress,
  { loopback }: { loopback: boolean },
): BridgeAddress | null {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return null;
  const text = host.trim();
  if (isIPv4(text)) {
    const allowed = privateV4.check(text, "ipv4") || (loopback && loopbackV4.check(text, "ipv4"));
    return allowed ? { host: text, port } : null;
  }
  const literal = canonicalV6(text);
  if (literal === null) return null;
  const isPrivate = privateV6.check(literal, "ipv6") && !cloudV6.check(literal, "ipv6");
  return isPrivate || (loopback && literal === "::1") ? { host: literal, port } : null;
}

/** Is Nuki's API on this machine? Then it is the simulator, and so are its bridges. */
export function isLocalApi(apiUrl: string): boolean {
  if (!URL.canParse(apiUrl)) return false;
  const { hostname } = new URL(apiUrl);
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    (isIPv4(hostname) && loopbackV4.check(hostname, "ipv4"))
  );
}

/** Null for anything with a zone, and for IPv4 addresses in disguise: their rules are those of IPv4. */
function canonicalV6(text: string): string | null {
  const bare = text.startsWith("[") && text.endsWith("]") ? text.slice(1, -1) : text;
  if (!isIPv6(bare) || bare.includes("%")) return null;
  return new URL(`http://[${bare}]/`).hostname.slice(1, -1);
}

function listOf(family: "ipv4" | "ipv6", subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}
