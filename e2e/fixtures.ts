import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

export { expect };

/** The simulator's control plane: what happens in the world, not through Postern. */
export interface Simulator {
  /** A verb of the world: `sim.post("devices/Side entrance/online")`. */
  post(verb: string, body?: object): Promise<unknown>;
  get(what: string): Promise<unknown>;
  /** Waits until Nuki has nothing left to do. */
  settle(): Promise<void>;
}

const control = `http://127.0.0.1:${process.env.E2E_SIMULATOR_PORT}/_sim/`;

async function call(method: "GET" | "POST", path: string, body?: object): Promise<unknown> {
  const [names = "", query] = path.split("?");
  const url = control + names.split("/").map(encodeURIComponent).join("/") + (query ? `?${query}` : "");
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`simulator: ${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export const sim: Simulator = {
  post: (verb, body) => call("POST", verb, body),
  get: (what) => call("GET", what),
  settle: async () => {
    await call("POST", "settle", { limitMs: 30_000 });
  },
};

interface Fixtures {
  sim: Simulator;
  /** Errors that a test expects, by a part of their text. */
  expectedErrors: string[];
  noErrors: undefined;
}

/** Signed in as the demo office's owner. A page that logs an error or throws fails its test. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the pattern
  sim: async ({}, use) => use(sim),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the pattern
  expectedErrors: async ({}, use) => use([]),
  noErrors: [
    async ({ page, expectedErrors }, use) => {
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
      });
      await use(undefined);
      expect(errors.filter((error) => !expectedErrors.some((part) => error.includes(part)))).toEqual([]);
    },
    { auto: true },
  ],
});

/** For tests of people who are not signed in: `test.use(signedOut)`. */
export const signedOut = { storageState: { cookies: [], origins: [] } };

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** A theme changes nothing but colours: what does not depend on them was found in the first one. */
const rulesOfColours = ["color-contrast", "link-in-text-block"];

/**
 * axe finds nothing on the page as it stands. It runs inside of the page and works out its violations only: there are no
 * frames, and its other way would open a second page for each run, to bring together what passed.
 */
export async function expectAccessible(
  page: Page,
  themes: readonly ("light" | "dark")[] = ["light", "dark"],
): Promise<void> {
  expect(page.frames(), "frames, which axe does not look into").toHaveLength(1);
  for (const [index, colorScheme] of themes.entries()) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = (await axeOn(page)).options({ resultTypes: ["violations"] }).setLegacyMode();
    const { violations } = await (index === 0
      ? axe.withTags(rules)
      : axe.withRules(rulesOfColours)
    ).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    expect(found, `${colorScheme} theme of ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** To send and compile axe takes as long as a run of it, so a page that has it keeps it until it is loaded anew. */
async function axeOn(page: Page): Promise<AxeBuilder> {
  const isThere = await page.evaluate(() => "axe" in window);
  return isThere ? new AxeBuilder({ page, axeSource: "void 0" }) : new AxeBuilder({ page });
}
