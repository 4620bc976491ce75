import { expect, test } from "vitest";
import { createTurns } from "./turns";

function lab() {
  let clock = 0;
  const turns = createTurns({
    gapMs: 600,
    now: () => clock,
    sleep: async (ms) => {
      clock += ms;
    },
  });
  const log: string[] = [];
  const work = (name: string, lastsMs: number) => async () => {
    log.push(`${name} from ${clock}`);
    await Promise.resolve();
    clock += lastsMs;
    log.push(`${name} until ${clock}`);
    return name;
  };
  return { turns, log, work };
}

test("what is asked of one bridge at once is done one after the other, with the pause between", async () => {
  const { turns, log, work } = lab();
  const done = await Promise.all([turns("a", work("one", 100)), turns("a", work("two", 50))]);
  expect(done).toEqual(["one", "two"]);
  expect(log).toEqual(["one from 0", "one until 100", "two from 700", "two until 750"]);
});

test("after work that failed the next one has its turn", async () => {
  const { turns, work } = lab();
  const failed = turns("a", async () => {
    throw new Error("no");
  });
  const next = turns("a", work("next", 10));
  await expect(failed).rejects.toThrow("no");
  await expect(next).resolves.toBe("next");
});

test("another bridge is not waited for", async () => {
  const { turns, work } = lab();
  const stuck = turns("a", () => new Promise<string>(() => {}));
  expect(await turns("b", work("other", 1))).toBe("other");
  expect(stuck).toBeInstanceOf(Promise);
});
