import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { callerAddress } from "./caller-address";
import { settleIncoming } from "./incoming";

let server: Server | undefined;
let end: (() => void) | undefined;
afterEach(async () => {
  end?.();
  await new Promise((resolve) => server?.close(resolve));
});

/** What a server learns about a caller who writes `forwarded` into the header. */
async function ask(options: Parameters<typeof settleIncoming>[0], forwarded: string) {
  end = settleIncoming(options);
  server = createServer((request, response) => response.end(callerAddress(request.headers)));
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { "x-forwarded-for": forwarded } });
  return { address: await answer.text(), hsts: answer.headers.get("strict-transport-security") };
}

test("a forged header is overwritten with the socket's address", async () => {
  const { address } = await ask({ trustedProxies: 0, https: false }, "203.0.113.9");
  expect(address).toBe("127.0.0.1");
});

test("behind a proxy of ours only the hop that it wrote counts", async () => {
  const { address } = await ask({ trustedProxies: 1, https: false }, "203.0.113.9, 198.51.100.7");
  expect(address).toBe("198.51.100.7");
});

test("browsers are told to stay with https where people come by it", async () => {
  expect((await ask({ trustedProxies: 0, https: true }, "")).hsts).toMatch(/^max-age=\d+$/);
});

test("a site without https does not promise any", async () => {
  expect((await ask({ trustedProxies: 0, https: false }, "")).hsts).toBeNull();
});
