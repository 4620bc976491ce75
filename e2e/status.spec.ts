import type { Page } from "@playwright/test";
import { expect, expectAccessible, sim, test } from "./fixtures";

// One story after the other: Lotte is added in the first and waits for a door in those that follow.
test.describe.configure({ mode: "serial", timeout: 120_000 });

const goodToken = "demo-token-full-access";
const pill = (page: Page) => page.getByRole("link", { name: /^Sync status/ });
const line = (page: Page, ...words: string[]) =>
  words.reduce((rows, word) => rows.filter({ hasText: word }), page.getByRole("row"));

/** Somebody new in the cleaning team: a keypad code for the main and the side entrance. */
async function addCleaner(page: Page, first: string, last: string): Promise<void> {
  await page.goto("/staff/new");
  await page.getByLabel("First name").fill(first);
  await page.getByLabel("Last name").fill(last);
  await page.getByRole("checkbox", { name: "Cleaning" }).check();
  await page.getByRole("button", { name: "Review what will happen" }).click();
  await page.getByRole("button", { name: "Add staff" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `${first} ${last}` })).toBeVisible();
}

async function enterToken(page: Page, token: string): Promise<void> {
  await page.getByRole("button", { name: "Replace token" }).click();
  const dialog = page.getByRole("dialog", { name: "Replace the API token" });
  await dialog.getByLabel("New API token").fill(token);
  await dialog.getByRole("button", { name: "Save and test" }).click();
  await expect(dialog).toBeHidden();
}

/** Requests that match wait until the returned function is called. */
async function holdBack(page: Page, url: RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(url, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test("an offline door's queue is told on the overview, and its number leads to exactly these rows", async ({
  page,
}) => {
  await sim.post("devices/Side entrance/offline");
  await addCleaner(page, "Lotte", "Verloren");
  await page.goto("/");
  const needs = page.getByRole("region", { name: "Needs you" });
  await expect(needs).toContainText("Side entrance");
  const waiting = needs.getByRole("link", { name: /changes? waits?$/ });
  await expect(waiting).toBeVisible({ timeout: 45_000 });
  const count = Number.parseInt((await waiting.textContent()) ?? "", 10);
  await waiting.click();
  await expect(page.getByRole("heading", { level: 1, name: "Changes" })).toBeVisible();
  await expect(page.getByRole("link", { name: `Side entrance: ${count} waiting, offline` })).toBeVisible();
  await expect(page.getByRole("row", { name: /Side entrance/ })).toHaveCount(count);
  await expect(line(page, "Lotte Verloren", "Side entrance")).toContainText("Door is offline since");
  await expectAccessible(page);
});

test("search and filters stand in the address, and what nothing matches can be cleared", async ({ page }) => {
  await page.goto("/changes?tab=waiting");
  await page.getByRole("searchbox", { name: "Search person or door" }).fill("Lotte");
  await expect(page).toHaveURL(/q=Lotte/);
  await expect(line(page, "Lotte Verloren")).toHaveCount(1);
  await page.goto("/changes?tab=waiting&q=nobody-of-this-name");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.goto("/changes?tab=nonsense&sort=nonsense&door=nonsense&page=-3");
  await expect(page.getByRole("heading", { level: 1, name: "Changes" })).toBeVisible();
});

test("whoever follows a link right after typing gets there, and the search does not take them back", async ({
  page,
}) => {
  await page.clock.install();
  await page.goto("/changes?tab=waiting");
  const person = line(page, "Lotte Verloren", "Side entrance").getByRole("link", { name: "Lotte Verloren" });
  await expect(person).toBeVisible();
  const arrival = await holdBack(page, /\/staff\//);
  await page.getByRole("searchbox", { name: "Search person or door" }).fill("Lotte");
  await person.click();
  await page.clock.fastForward(1_000);
  arrival();
  await expect(page.getByRole("heading", { level: 1, name: "Lotte Verloren" })).toBeVisible();
  await expect(page).toHaveURL(/\/staff\/[^?]+$/);
});

test("another view of the list, asked for right after typing, shows what was typed", async ({ page }) => {
  await page.clock.install();
  await page.goto("/changes?tab=waiting");
  await page.getByRole("searchbox", { name: "Search person or door" }).fill("Lotte");
  await page.getByRole("columnheader", { name: "Door" }).getByRole("link").click();
  await expect(page).toHaveURL(/sort=.*q=Lotte|q=Lotte.*sort=/);
  await expect(line(page, "Lotte Verloren")).toHaveCount(1);
});

test("what waits can be asked for again by keyboard, and says that the door is still away", async ({
  page,
}) => {
  await page.goto("/changes?tab=waiting&q=Lotte");
  const row = line(page, "Lotte Verloren", "Side entrance");
  await row.focus();
  await page.keyboard.press("Space");
  const bar = page.getByRole("region", { name: "Selected rows" });
  await expect(bar).toContainText("1 selected");
  await bar.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(page.getByText("1 change is tried again")).toBeVisible();
  await expect(row).toContainText("Waiting for door", { timeout: 30_000 });
});

test("the owner tests the connection and sees what the token opens", async ({ page }) => {
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/settings\/connection$/);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("The connection works.")).toBeVisible();
  await expect(line(page, "smartlock.auth")).toContainText("Granted");
  await expect(line(page, "smartlock.config")).toContainText("Cannot be probed");
  await expect(page.getByText(goodToken)).toHaveCount(0);
  await expectAccessible(page);
});

test("a bad token is told by the test, the pill and the overview; a good one recovers", async ({ page }) => {
  await page.goto("/settings/connection");
  await enterToken(page, "this-token-is-dead");
  await expect(page.getByText("Nuki does not accept this token")).toBeVisible();
  await expect(line(page, "smartlock.auth")).toContainText("Missing");
  await expect(pill(page)).toContainText("Nuki needs attention");
  await expectAccessible(page);

  await page.goto("/");
  const needs = page.getByRole("region", { name: "Needs you" });
  await expect(needs).toContainText("A token dies when the password of the Nuki account changes.");
  await needs.getByRole("link", { name: /^Nuki does not accept the token/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Nuki connection" })).toBeVisible();

  await enterToken(page, goodToken);
  await expect(page.getByText("The connection works.")).toBeVisible();
  await expect(pill(page)).toContainText("Nuki connected");
  await page.goto("/");
  await expect(page.getByText("Nuki does not accept the token")).toHaveCount(0);
});

test("the page stays while a dialog's code is on its way", async ({ page }) => {
  await page.goto("/settings/connection", { waitUntil: "load" });
  const arrival = await holdBack(page, /\/_next\/static\//);
  const asked = page.waitForRequest(/\/_next\/static\//);
  await page.getByRole("button", { name: "Replace token" }).click();
  await asked;
  await expect(page.getByRole("heading", { level: 1, name: "Nuki connection" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Replace token" })).toBeVisible();
  arrival();
  await expect(page.getByRole("dialog", { name: "Replace the API token" })).toBeVisible();
});

test("a token with a line break in it is refused where it is typed", async ({ page }) => {
  await page.goto("/settings/connection");
  await page.getByRole("button", { name: "Replace token" }).click();
  const dialog = page.getByRole("dialog", { name: "Replace the API token" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("New API token").fill("two words");
  await dialog.getByRole("button", { name: "Save and test" }).click();
  await expect(dialog.getByLabel("New API token")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByLabel("New API token")).toHaveValue("two words");
});
