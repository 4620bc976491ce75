/** A request as it would have gone out. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Headers;
  readonly body: unknown;
  readonly text: string | undefined;
}

type Step = Response | Error | ((sent: Sent) => Response | Error);

/** For tests: a `fetch` that answers from a script (its last step for ever) and keeps what was sent. */
export function scriptedFetch(...script: Step[]) {
  const sent: Sent[] = [];
  const fetchFn: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const text = typeof init?.body === "string" ? init.body : undefined;
    const headers = new Headers(init?.headers);
    const request: Sent = {
      method: init?.method ?? "GET",
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers,
      body: text && headers.get("content-type") === "application/json" ? JSON.parse(text) : text,
      text,
    };
    sent.push(request);
    const step = script[Math.min(sent.length, script.length) - 1];
    const result = typeof step === "function" ? step(request) : step;
    if (result === undefined) throw new Error("the script has no answer");
    if (result instanceof Error) throw result;
    // A Response can be read once, a last step may be used often.
    return typeof step === "function" ? result : result.clone();
  };
  return { fetch: fetchFn, sent };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

export function accepted(): Response {
  return new Response(null, { status: 204 });
}

/** What Node's fetch throws when the network fails. */
export function networkError(code: string): Error {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}

/** Time that passes only by sleeping, so that no test waits. */
export function testClock(startAt = Date.UTC(2026, 0, 5)) {
  let at = startAt;
  const slept: number[] = [];
  return {
    slept,
    now: () => at,
    sleep: async (ms: number) => {
      slept.push(ms);
      at += ms;
    },
  };
}
