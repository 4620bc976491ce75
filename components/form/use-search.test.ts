import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ok, type Result, refuse } from "@/lib/result";
import { createSearch, type SearchState } from "./use-search";

type Answer = Result<string[]>;

let shown: SearchState<string[]>[];
let search: ReturnType<typeof createSearch<string[]>>;
let asked: { q: string; answer: (answer: Answer) => void; lose: (error: Error) => void }[];
const last = () => shown.at(-1);

const find = (q: string) =>
  new Promise<Answer>((answer, lose) => {
    asked.push({ q, answer, lose });
  });

/** Lets what waits for an answer go on. */
const settled = () => vi.advanceTimersByTimeAsync(0);

async function askNow(q: string) {
  search.ask(q, find);
  search.now();
  const question = asked.at(-1);
  if (!question) throw new Error("nothing was asked");
  return question;
}

beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  asked = [];
  search = createSearch<string[]>((state) => shown.push(state));
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a search", () => {
  test("asks once for what was typed without a pause", async () => {
    for (const typed of ["a", "an", "ann "]) search.ask(typed, find);
    expect(asked).toEqual([]);
    expect(last()).toEqual({ step: "waiting", found: null });
    await vi.runAllTimersAsync();
    expect(asked.map(({ q }) => q)).toEqual(["ann"]);
  });

  test("throws away a late answer to an earlier question", async () => {
    const early = await askNow("a");
    const late = await askNow("an");
    late.answer(ok(["Anna"]));
    await settled();
    early.answer(ok(["Anna", "Ben"]));
    await settled();
    expect(last()).toEqual({ step: "found", found: ["Anna"] });
  });

  test("throws away a late failure of an earlier question", async () => {
    const early = await askNow("a");
    search.ask("an", find);
    early.lose(new Error("offline"));
    await settled();
    expect(last()).toEqual({ step: "waiting", found: null });
  });

  test("keeps what was found in sight until the next answer is there", async () => {
    (await askNow("a")).answer(ok(["Anna"]));
    await settled();
    search.ask("an", find);
    expect(last()).toEqual({ step: "waiting", found: ["Anna"] });
  });

  test("that was refused is not one that found nobody, and nothing older is shown as its answer", async () => {
    (await askNow("a")).answer(ok(["Anna"]));
    await settled();
    (await askNow("ann")).answer(refuse("signed_out"));
    await settled();
    expect(last()).toEqual({ step: "failed", refusal: { code: "signed_out" } });
    search.ask("anna", find);
    expect(last()).toEqual({ step: "waiting", found: null });
  });

  test("whose answer did not come can be asked again, and only then", async () => {
    (await askNow("a")).lose(new Error("offline"));
    await settled();
    expect(last()).toEqual({ step: "failed", refusal: null });
    search.now();
    expect(asked.map(({ q }) => q)).toEqual(["a", "a"]);
    asked[1]?.answer(ok([]));
    await settled();
    expect(last()).toEqual({ step: "found", found: [] });
    search.now();
    expect(asked).toHaveLength(2);
  });

  test("is over when the box is emptied, whatever is answered afterwards", async () => {
    const question = await askNow("a");
    search.ask("  ", find);
    question.answer(ok(["Anna"]));
    await vi.runAllTimersAsync();
    expect(last()).toEqual({ step: "idle" });
    expect(asked).toHaveLength(1);
  });

  test("that wants two letters does not ask for one", async () => {
    const careful = createSearch<string[]>((state) => shown.push(state), 2);
    careful.ask("a ", find);
    await vi.runAllTimersAsync();
    expect(asked).toEqual([]);
    expect(last()).toEqual({ step: "idle" });
  });

  test("asks nothing any more once it was stopped", async () => {
    search.ask("a", find);
    search.stop();
    await vi.runAllTimersAsync();
    expect(asked).toEqual([]);
  });
});
