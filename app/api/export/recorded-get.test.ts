import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { refuseForeign } from "./recorded-get";

const ask = (site?: string, method = "GET") =>
  refuseForeign(
    new Request("http://localhost/api/export/entries", {
      method,
      headers: site === undefined ? {} : { "Sec-Fetch-Site": site },
    }),
  );

test("a link on our own page, a bookmark and a program may export", () => {
  expect([ask("same-origin"), ask("none"), ask()]).toEqual([null, null, null]);
});

test("a link on anybody else's page exports nothing", () => {
  expect([ask("cross-site")?.status, ask("same-site")?.status]).toEqual([403, 403]);
});

test("asking for the head alone exports nothing", () => {
  const answer = ask("same-origin", "HEAD");
  expect([answer?.status, answer?.headers.get("allow")]).toEqual([405, "GET"]);
});

test.each([
  "../code-sheets/[batchId]/route.ts",
  "../reviews/[reviewId]/evidence/route.ts",
  "./audit/route.ts",
  "./entries/route.ts",
  "./past/route.ts",
])("%s asks before it does anything else", (path) => {
  const source = readFileSync(new URL(path, import.meta.url), "utf8");
  const body = source.slice(source.indexOf("Promise<Response> {"));
  expect(body.indexOf("refuseForeign(request)")).toBeGreaterThan(0);
  expect(body.indexOf("refuseForeign(request)")).toBeLessThan(body.indexOf("findActor()"));
});
