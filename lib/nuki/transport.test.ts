import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createNuki } from "@/lib/nuki/client";
import { createLimiter } from "@/lib/nuki/limiter";
import { codeOnTwoDoors } from "@/lib/nuki/sample";

// Node's own fetch against real sockets: what the classes of errors rest on.

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An HTTP server, and the number of requests that reached it. */
async function serve(handler: RequestListener) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    // Bodies are read to the end, so that a reset comes after the request and not in the middle of it.
    request.resume().on("end", () => handler(request, response));
  });
  return { url: await listen(server), seen };
}

function client(baseUrl: string, timeoutMs = 5_000) {
  const sleep = async () => {};
  let at = 0;
  const now = () => {
    at += 60_000;
    return at;
  };
  const limiter = createLimiter({ perMinute: 6000, burst: 100, now, sleep });
  return createNuki({ baseUrl, token: async () => "demo-token", timeoutMs, limiter, sleep, now });
}

describe("a server that takes the request and never answers", () => {
  test("leaves a create unknown after the timeout, sent once", async () => {
    const { url, seen } = await serve(() => {});
    const { writer } = client(url, 50);
    await expect(writer.createAuths(codeOnTwoDoors)).rejects.toMatchObject({
      name: "LookAgain",
      outcome: "unknown",
      text: "no answer within 50 ms",
    });
    expect(seen).toEqual(["PUT /smartlock/auth"]);
  });

  test("leaves a door opening unknown, sent once", async () => {
    const { url, seen } = await serve(() => {});
    await expect(client(url, 50).operator.action(7, 3)).rejects.toMatchObject({ outcome: "unknown" });
    expect(seen).toHaveLength(1);
  });

  test("makes a read try again and then give up", async () => {
    const { url, seen } = await serve(() => {});
    await expect(client(url, 50).reader.listDevices()).rejects.toMatchObject({ name: "TryLater" });
    expect(seen).toHaveLength(4);
  });
});

test("headers that come and a body that does not are a timeout too", async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.write("[");
  });
  await expect(client(url, 50).reader.listDevices()).rejects.toMatchObject({ name: "TryLater" });
});

test("a connection that is reset after the request leaves a write unknown, sent once", async () => {
  const { url, seen } = await serve((request) => {
    request.socket.resetAndDestroy();
  });
  await expect(client(url).writer.createAuths(codeOnTwoDoors)).rejects.toMatchObject({
    name: "LookAgain",
    outcome: "unknown",
  });
  expect(seen).toHaveLength(1);
});

test("a connection that is closed without an answer leaves a write unknown, sent once", async () => {
  const { url, seen } = await serve((request) => {
    request.socket.end();
  });
  await expect(client(url).writer.createAuths(codeOnTwoDoors)).rejects.toMatchObject({
    name: "LookAgain",
    outcome: "unknown",
  });
  expect(seen).toHaveLength(1);
});

test("a body that is shorter than it says is no list", async () => {
  const { url, seen } = await serve((request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write("[]", () => request.socket.end());
  });
  await expect(client(url).reader.listDevices()).rejects.toMatchObject({ nextStep: "retry_later" });
  expect(seen).toHaveLength(4);
});

test("something that is no HTTP leaves a write unknown", async () => {
  const sockets: Socket[] = [];
  const url = await listen(
    createTcpServer((socket) => {
      sockets.push(socket);
      socket.on("error", () => {}).on("data", () => socket.end("220 mail ready\r\n"));
    }),
  );
  await expect(client(url).writer.createAuths(codeOnTwoDoors)).rejects.toMatchObject({ outcome: "unknown" });
  expect(sockets).toHaveLength(1);
});

test("a port where nobody listens has not got anything: every kind of call says so", async () => {
  const server = createServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  const { reader, writer, operator } = client(url);
  const notSent = { name: "TryLater", outcome: "not_sent" };
  await expect(reader.getAccount()).rejects.toMatchObject(notSent);
  await expect(writer.createAuths(codeOnTwoDoors)).rejects.toMatchObject(notSent);
  await expect(operator.action(7, 3)).rejects.toMatchObject(notSent);
});

test("a host name that does not exist has not got anything", async () => {
  const { writer } = client("http://nuki.invalid");
  await expect(writer.createAuths(codeOnTwoDoors)).rejects.toMatchObject({
    name: "TryLater",
    outcome: "not_sent",
  });
});

test("a redirect does not take the token elsewhere", async () => {
  const elsewhere = await serve((_, response) => {
    response.end("[]");
  });
  const { url } = await serve((_, response) => {
    response.writeHead(307, { location: `${elsewhere.url}/smartlock` }).end();
  });
  await expect(client(url).reader.listDevices()).rejects.toMatchObject({
    name: "PersonMustAct",
    status: 307,
  });
  expect(elsewhere.seen).toEqual([]);
});
